import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { parseDn } from '@cachet/mss-core/trust';
import * as x509 from '@peculiar/x509';

export { x509 };

x509.cryptoProvider.set(webcrypto);

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
} as const;

const KEYS = { ec: EC, rsa: RSA, shortRsa: { ...RSA, modulusLength: 1024 } } as const;

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/** Kinds of certificates that IGC-Santé makes, and a few that it does not. */
export type Kind = 'server' | 'authCli' | 'smime' | 'any' | 'ocsp' | 'authority';

const PURPOSES: Record<Kind, string[]> = {
  server: [SERVER_AUTH],
  authCli: [CLIENT_AUTH],
  smime: [EMAIL_PROTECTION],
  ocsp: [OCSP_SIGNING],
  any: [],
  authority: [],
};

export interface Identity {
  readonly dn: string;
  readonly der: Buffer;
  readonly pem: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly certificate: x509.X509Certificate;
}

export interface Wish {
  readonly dn: string;
  /** Instead of what the text says, country first. */
  readonly subject?: x509.Name;
  readonly kind?: Kind;
  readonly keyType?: keyof typeof KEYS;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly pathLength?: number;
  readonly keyUsage?: x509.KeyUsageFlags | null;
  readonly extensions?: x509.Extension[];
  readonly hash?: 'SHA-1' | 'SHA-256';
  readonly keys?: webcrypto.CryptoKeyPair;
}

export const NOON = new Date('2026-03-02T12:00:00Z');
const YEAR = 365 * 86_400_000;

let lastSerial = 0;

/** A certification tree of the shape of IGC-Santé, made for one test file: a root, one branch, what they issue. */
export class MiniatureIgc {
  private constructor(
    readonly root: Identity,
    readonly branch: Identity,
  ) {}

  /** Around NOON unless told: OpenSSL itself looks at the clock of the machine. */
  static async create(
    name = 'FICTIVE',
    validity: Pick<Wish, 'notBefore' | 'notAfter'> = {},
  ): Promise<MiniatureIgc> {
    const root = await make(
      { dn: `CN=AC RACINE ${name},OU=IGC,O=ASIP FICTIVE,C=FR`, kind: 'authority', ...validity },
      null,
    );
    const branch = await make(
      {
        dn: `CN=AC ${name} ELEMENTAIRE ORGANISATIONS,OU=IGC,O=ASIP FICTIVE,C=FR`,
        kind: 'authority',
        pathLength: 0,
        ...validity,
      },
      root,
    );
    return new MiniatureIgc(root, branch);
  }

  get chainPem(): string {
    return `${this.root.pem}\n${this.branch.pem}`;
  }

  issue(wish: Wish, issuer: Identity = this.branch): Promise<Identity> {
    return make(wish, issuer);
  }
}

/** A certificate signed by itself, whatever it pretends to be. */
export function selfSigned(wish: Wish): Promise<Identity> {
  return make(wish, null);
}

async function make(wish: Wish, issuer: Identity | null): Promise<Identity> {
  const kind = wish.kind ?? 'server';
  const keys =
    wish.keys ?? (await webcrypto.subtle.generateKey(KEYS[wish.keyType ?? 'ec'], true, ['sign', 'verify']));
  const signing = issuer?.keys ?? keys;
  lastSerial += 1;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (0x1000 + lastSerial).toString(16),
    subject: wish.subject ?? named(wish.dn),
    issuer: issuer ? issuer.certificate.subjectName : named(wish.dn),
    notBefore: wish.notBefore ?? new Date(NOON.getTime() - YEAR),
    notAfter: wish.notAfter ?? new Date(NOON.getTime() + YEAR),
    publicKey: keys.publicKey,
    signingKey: signing.privateKey,
    signingAlgorithm: { ...signing.privateKey.algorithm, hash: wish.hash ?? 'SHA-256' },
    extensions: extensionsOf(kind, wish),
  });
  return {
    dn: wish.dn,
    keys,
    certificate,
    der: Buffer.from(certificate.rawData),
    pem: certificate.toString('pem'),
  };
}

function extensionsOf(kind: Kind, wish: Wish): x509.Extension[] {
  const isAuthority = kind === 'authority';
  const usual = isAuthority
    ? x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign
    : x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation;
  const purposes = PURPOSES[kind];
  return [
    new x509.BasicConstraintsExtension(isAuthority, wish.pathLength, true),
    ...(wish.keyUsage === null ? [] : [new x509.KeyUsagesExtension(wish.keyUsage ?? usual, true)]),
    ...(purposes.length > 0 ? [new x509.ExtendedKeyUsageExtension(purposes)] : []),
    ...(wish.extensions ?? []),
  ];
}

/** From the text as the liste blanche writes it to the order of certificates. */
export function named(dn: string): Record<string, string[]>[] {
  const parsed = parseDn(dn);
  if (!parsed) throw new Error(`not a DN: ${dn}`);
  return [...parsed]
    .reverse()
    .map((names) => Object.fromEntries(names.map((one) => [one.type.toUpperCase(), [one.value]])));
}

export interface CrlWish {
  readonly revoked?: readonly Identity[];
  readonly number?: number;
  readonly isNumbered?: boolean;
  readonly reason?: x509.X509CrlReason;
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  readonly extensions?: x509.Extension[];
  readonly signedBy?: Identity;
}

export async function crlOf(authority: Identity, wish: CrlWish = {}): Promise<Buffer> {
  const number = wish.number ?? 1;
  const signer = wish.signedBy ?? authority;
  const crl = await x509.X509CrlGenerator.create({
    issuer: authority.certificate.subjectName.toJSON(),
    thisUpdate: wish.thisUpdate ?? new Date(NOON.getTime() - 3_600_000),
    nextUpdate: wish.nextUpdate ?? new Date(NOON.getTime() + 86_400_000),
    entries: (wish.revoked ?? []).map(({ certificate }) => ({
      serialNumber: certificate.serialNumber,
      revocationDate: NOON,
      reason: wish.reason ?? x509.X509CrlReason.keyCompromise,
    })),
    signingKey: signer.keys.privateKey,
    signingAlgorithm: { ...signer.keys.privateKey.algorithm, hash: 'SHA-256' },
    extensions: [
      ...(wish.isNumbered === false
        ? []
        : [new x509.Extension('2.5.29.20', false, Uint8Array.of(2, 1, number))]),
      ...(wish.extensions ?? []),
    ],
  });
  return Buffer.from(crl.rawData);
}
