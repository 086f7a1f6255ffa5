import { createTransport } from 'nodemailer';

export interface MailSettings {
  /** smtp://user:password@host:port, or smtps://. */
  readonly smtpUrl: string;
  readonly from: string;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const PATIENCE_MS = 15_000;

/** One connection for each: there are few, and a server that went away must not hold the next one up. */
export async function sendMail({ smtpUrl, from }: MailSettings, { to, subject, text }: Mail): Promise<void> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // No attachments from files or URLs, whatever a text holds.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    // As an object: a comma in an address never makes it two.
    await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
  } finally {
    transport.close();
  }
}
