import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IgcAddresses } from './addresses.js';
import { dnText, type RdnList, toName } from './distinguished-name.js';
import { KeyFile } from './key-file.js';
import { authorityExtensions, type LeafKind, leafExtensions } from './profiles.js';
import { x509 } from './x509.js';

const SIGNATURE = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const YEAR = 365 * 86_400_000;

export interface LeafOrder {
  readonly kind: LeafKind;
  readonly dn: RdnList;
  readonly names: readonly x509.JsonGeneralName[];
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** A certificate authority with its key: the root, or the intermediate that the root signed. */
export class Authority {
  private constructor(
    readonly dn: RdnList,
    readonly certificate: x509.X509Certificate,
    readonly key: KeyFile,
  ) {}

  /** Opens the authority kept in `folder/name.{pem,key}`, or creates it; its certificate follows a change of address. */
  static async open(
    folder: string,
    name: string,
    dn: RdnList,
    parent: { authority: Authority; crl: string } | null,
  ): Promise<Authority> {
    const key = await KeyFile.open(join(folder, `${name}.key`), 3072);
    const path = join(folder, `${name}.pem`);
    const kept = existsSync(path) ? new x509.X509Certificate(readFileSync(path, 'utf8')) : null;
    if (kept && isStillGood(kept, parent)) return new Authority(dn, kept, key);
    const certificate = await certify(dn, key, parent);
    writeFileSync(path, certificate.toString('pem'));
    return new Authority(dn, certificate, key);
  }

  get pem(): string {
    return `${this.certificate.toString('pem')}\n`;
  }

  get name(): string {
    return dnText(this.dn);
  }

  async issue(order: LeafOrder, subject: KeyFile, at: IgcAddresses): Promise<x509.X509Certificate> {
    const publicKey = subject.verifyingKey();
    return x509.X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject: toName(order.dn).toJSON(),
      issuer: toName(this.dn).toJSON(),
      notBefore: order.notBefore,
      notAfter: order.notAfter,
      signingAlgorithm: SIGNATURE,
      publicKey,
      signingKey: this.key.signingKey(),
      extensions: await leafExtensions(
        order.kind,
        order.names,
        { issuer: this.key.verifyingKey(), subject: publicKey },
        at,
      ),
    });
  }
}

function isStillGood(
  kept: x509.X509Certificate,
  parent: { authority: Authority; crl: string } | null,
): boolean {
  if (kept.notAfter.getTime() < Date.now() + YEAR) return false;
  return !parent || Buffer.from(kept.rawData).includes(parent.crl);
}

async function certify(
  dn: RdnList,
  key: KeyFile,
  parent: { authority: Authority; crl: string } | null,
): Promise<x509.X509Certificate> {
  const signer = parent?.authority.key ?? key;
  const publicKey = key.verifyingKey();
  return x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: toName(dn).toJSON(),
    issuer: toName(parent?.authority.dn ?? dn).toJSON(),
    notBefore: new Date(Date.now() - 2 * YEAR),
    notAfter: new Date(Date.now() + 10 * YEAR),
    signingAlgorithm: SIGNATURE,
    publicKey,
    signingKey: signer.signingKey(),
    extensions: await authorityExtensions(
      parent ? 0 : null,
      { issuer: signer.verifyingKey(), subject: publicKey },
      parent?.crl ?? null,
    ),
  });
}

// RFC 5280 §4.1.2.2: positive and at most 20 octets.
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
