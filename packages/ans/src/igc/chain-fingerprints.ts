import { createHash } from 'node:crypto';

const PEM = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;

/** The installed authorities are not those that the administrator took from the trusted source. */
export class ChainAltered extends Error {
  override readonly name = 'ChainAltered';

  constructor(readonly differences: readonly string[]) {
    super(
      `la chaîne IGC-Santé installée n’est pas celle attendue / the installed IGC-Santé chain is not the expected one: ${differences.join(', ')}`,
    );
  }
}

/**
 * How a chain file differs from the SHA-256 fingerprints of the certificates expected in it: `unexpected <fingerprint>`,
 * `missing <fingerprint>`. Empty when it does not. Fingerprints may be written as OpenSSL does, with colons.
 */
// RE_OPE_5040: roots and intermediates are compared with the trusted source's, at installation and regularly.
export function chainDifferences(chainPem: string, expected: readonly string[]): readonly string[] {
  const installed = fingerprintsOf(chainPem);
  const awaited = expected.map((text) => text.replaceAll(':', '').toLowerCase());
  return [
    ...installed.filter((print) => !awaited.includes(print)).map((print) => `unexpected ${print}`),
    ...awaited.filter((print) => !installed.includes(print)).map((print) => `missing ${print}`),
  ];
}

/** Lower-case hex SHA-256 of each certificate's DER, in the order of the file. */
export function fingerprintsOf(chainPem: string): readonly string[] {
  return [...chainPem.matchAll(PEM)].map(([, base64 = '']) =>
    createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex'),
  );
}
