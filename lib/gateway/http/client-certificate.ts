// What $context.identity.clientCert says of the certificate that a client showed and its domain trusts.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';

export interface ClientCertificate {
  readonly clientCertPem: string;
  readonly subjectDN: string;
  readonly issuerDN: string;
  /** "a1:b2:…". */
  readonly serialNumber: string;
  /** "May 28 12:30:02 2019 GMT". */
  readonly notBefore: string;
  readonly notAfter: string;
}

export function describeClientCertificate(certificate: PeerCertificate): ClientCertificate {
  const lines = certificate.raw.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    clientCertPem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    subjectDN: nameOf(certificate.subject),
    issuerDN: nameOf(certificate.issuer),
    serialNumber: (certificate.serialNumber.toLowerCase().match(/../g) ?? []).join(':'),
    notBefore: certificate.valid_from,
    notAfter: certificate.valid_to,
  };
}

/** RFC 4514: the most particular part first. */
function nameOf(name: PeerCertificate['subject']): string {
  const parts = Object.entries(name ?? {}).flatMap(([type, value]) =>
    [value].flat().map((one) => `${type}=${String(one).replace(/[,+"\\<>;]/g, '\\$&')}`),
  );
  return parts.reverse().join(',');
}

/** Certificates up to the one that issued itself, or to the last that is known. */
export function chainLength(certificate: DetailedPeerCertificate): number {
  let length = 1;
  let one = certificate;
  while (one.issuerCertificate !== undefined && one.issuerCertificate.fingerprint256 !== one.fingerprint256) {
    one = one.issuerCertificate;
    length += 1;
  }
  return length;
}
