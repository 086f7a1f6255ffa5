import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, it } from 'vitest';
import { sendMail } from './send-mail';

interface Received {
  readonly recipients: readonly string[];
  readonly user: string | undefined;
  readonly message: string;
}

let server: SMTPServer | undefined;
afterEach(() => {
  server?.close();
});

async function givenServer(): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('Invalid login')),
    onData: async (stream, session, done) => {
      const message = await text(stream);
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      received.push({ recipients, user: session.user, message });
      done();
    },
  });
  server = smtp;
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  return { port: (smtp.server.address() as AddressInfo).port, received };
}

const mail = { to: 'kim@example.test', subject: 'Your code', text: 'It is 123456.' };
const from = 'Shop <shop@example.test>';

it('sends a text over SMTP, signed in as the URL says', async () => {
  const { port, received } = await givenServer();
  await sendMail({ smtpUrl: `smtp://shop:right@127.0.0.1:${port}`, from }, mail);
  expect(received).toMatchObject([{ recipients: ['kim@example.test'], user: 'shop' }]);
  expect(received[0]?.message).toMatch(/^From: Shop <shop@example\.test>/m);
  expect(received[0]?.message).toContain('It is 123456.');
});

it('sends to one address, whatever is written into it', async () => {
  const { port, received } = await givenServer();
  const to = 'kim@example.test, other@example.test';
  await sendMail({ smtpUrl: `smtp://shop:right@127.0.0.1:${port}`, from }, { ...mail, to }).catch(() => {});
  expect(received.flatMap(({ recipients }) => recipients)).not.toContain('other@example.test');
});

it('fails where the server refuses, and where there is none', async () => {
  const { port } = await givenServer();
  await expect(sendMail({ smtpUrl: `smtp://shop:wrong@127.0.0.1:${port}`, from }, mail)).rejects.toThrow(
    'Invalid login',
  );
  await expect(sendMail({ smtpUrl: 'smtp://127.0.0.1:1', from }, mail)).rejects.toThrow('ECONNREFUSED');
});
