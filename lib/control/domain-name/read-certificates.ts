import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { z } from 'zod';
import type { CertificateInfo, certificateInput } from '@/lib/contract/domain-name';
import { InvalidInputError } from '@/lib/errors';

const MAX_CHAIN = 10;
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html */
const MAX_TRUSTED = 1000;
const MIN_RSA_BITS = 2048;
const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

export interface GoodCertificate {
  /** The chain in its order, PEM. */
  readonly certificate: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  readonly leaf: X509Certificate;
}

/** All that would make clients refuse the domain is refused here, at the field it is about. */
export function checkCertificate(
  input: z.output<typeof certificateInput>,
  domainName: string,
  now: Date,
): GoodCertificate {
  const chain = certificatesOf(`${input.certificate}\n${input.chain}`, 'certificate.certificate');
  const leaf = chain[0];
  if (leaf === undefined) throw refused('certificate', 'There is no certificate in this text. Paste it in PEM.');
  if (chain.length > MAX_CHAIN) throw refused('chain', `A chain has at most ${MAX_CHAIN} certificates.`);
  const key = readKey(input.privateKey);
  if (!leaf.checkPrivateKey(key)) {
    throw refused('privateKey', 'The private key does not belong to the certificate. Paste the key it was made with.');
  }
  if (endOf(leaf) <= now) {
    throw refused('certificate', `The certificate expired on ${dayOf(endOf(leaf))}. Paste its renewal.`);
  }
  if (startOf(leaf) > now) {
    throw refused('certificate', `The certificate is not valid before ${dayOf(startOf(leaf))}.`);
  }
  // A wildcard certificate has to cover each host, so one that nobody has stands for all.
  const host = domainName.startsWith('*.') ? `gatehouse-probe${domainName.slice(1)}` : domainName;
  if (leaf.checkHost(host) === undefined) {
    const names = namesOf(leaf).join(', ') || 'no name';
    throw refused('certificate', `The certificate is for ${names}, not for ${domainName}.`);
  }
  for (const [index, issuer] of chain.slice(1).entries()) {
    const issued = chain[index] as X509Certificate;
    if (issued.checkIssued(issuer) && issued.verify(issuer.publicKey)) continue;
    throw refused(
      'chain',
      `“${oneLine(issuer.subject)}” did not issue “${oneLine(issued.subject)}” before it. Order the chain from the certificate to its root.`,
    );
  }
  return {
    certificate: chain.map(String).join(''),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }) as string,
    leaf,
  };
}

function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem)) {
    throw refused('privateKey', 'The private key is protected by a passphrase. Paste it without one.');
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw refused('privateKey', 'This is not a private key in PEM.');
  }
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < MIN_RSA_BITS) {
    throw refused('privateKey', `An RSA key of ${bits} bits is too weak: it needs ${MIN_RSA_BITS}.`);
  }
  return key;
}

/** The bundle without what is around its certificates. */
export function checkTrustStore(pem: string): string {
  const certificates = certificatesOf(pem, 'trustStore');
  const refuse = (message: string) => new InvalidInputError(message, { trustStore: [message] });
  if (certificates.length === 0) throw refuse('There is no certificate in this text. Paste them in PEM.');
  if (certificates.length > MAX_TRUSTED) throw refuse(`A trust store has at most ${MAX_TRUSTED} certificates.`);
  return certificates.map(String).join('');
}

/** What is served in spite of it, but may not be meant. */
export function trustStoreWarnings(certificates: readonly X509Certificate[], now: Date): string[] {
  const warnings: string[] = [];
  const seen = new Set<string>();
  for (const certificate of certificates) {
    const subject = oneLine(certificate.subject);
    if (endOf(certificate) <= now) warnings.push(`“${subject}” expired on ${dayOf(endOf(certificate))}.`);
    if (!certificate.ca) warnings.push(`“${subject}” is not a certificate authority: it can vouch for itself only.`);
    if (seen.has(certificate.fingerprint256)) warnings.push(`“${subject}” is there more than once.`);
    seen.add(certificate.fingerprint256);
  }
  return warnings;
}

export const readChain = (pem: string): X509Certificate[] =>
  (pem.match(BLOCK) ?? []).map((block) => new X509Certificate(block));

export function describeCertificate(chain: readonly X509Certificate[], uploadedAt: Date): CertificateInfo | null {
  const leaf = chain[0];
  if (leaf === undefined) return null;
  return {
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    serialNumber: leaf.serialNumber,
    names: namesOf(leaf),
    notBefore: startOf(leaf).toISOString(),
    notAfter: endOf(leaf).toISOString(),
    fingerprint256: leaf.fingerprint256,
    chainLength: chain.length - 1,
    uploadedAt: uploadedAt.toISOString(),
  };
}

function certificatesOf(pem: string, field: string): X509Certificate[] {
  const blocks = pem.match(BLOCK) ?? [];
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      const message = `Certificate ${index + 1} of ${blocks.length} can’t be read: it is damaged, or cut off.`;
      throw new InvalidInputError(message, { [field]: [message] });
    }
  });
}

const refused = (field: 'certificate' | 'chain' | 'privateKey', message: string): InvalidInputError =>
  new InvalidInputError(message, { [`certificate.${field}`]: [message] });

const namesOf = ({ subjectAltName = '' }: X509Certificate): string[] =>
  subjectAltName.split(', ').flatMap((name) => (name.startsWith('DNS:') ? [name.slice('DNS:'.length)] : []));

/** "CN=api.example.com, O=Example". */
export const oneLine = (subject: string | undefined): string => (subject ?? '').split('\n').join(', ');

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
const startOf = (certificate: X509Certificate): Date => new Date(certificate.validFrom);
export const endOf = (certificate: X509Certificate): Date => new Date(certificate.validTo);
