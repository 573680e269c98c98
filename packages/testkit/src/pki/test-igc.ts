import { randomBytes, webcrypto } from 'node:crypto';
import { parseDn } from '@cachet/mss-core/trust';
import { x509 } from './x509.js';

type Keys = webcrypto.CryptoKeyPair;

/** A certificate of a test, with its key, as PEM and DER. */
export interface TestIdentity {
  readonly cert: string;
  readonly key: string;
  readonly der: Buffer;
  /** RFC 2253 text, as the liste blanche writes it. */
  readonly dn: string;
  readonly serial: string;
}

export interface IdentityOptions {
  readonly cn?: string;
  readonly ou?: string;
  readonly o?: string;
  readonly st?: string;
  /** Host names it is valid for, besides (and for some programs instead of) its common name. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** What it may be used for; a server certificate unless told, as connectors have. */
  readonly purpose?: 'server' | 'client' | 'mail';
  /** Whole DN as the liste blanche writes it, instead of its parts. */
  readonly dn?: string;
  /** Signed by itself, or by the key of another end certificate as if that were an authority. */
  readonly signedBy?: 'itself' | TestIdentity;
}

const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const YEAR = 365 * 86_400_000;
const PURPOSES = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2', mail: '1.3.6.1.5.5.7.3.4' };
const CRL_URLS = ['http://igc.test/root.crl', 'http://igc.test/organisations.crl'] as const;

interface Authority {
  readonly keys: Keys;
  readonly certificate: x509.X509Certificate;
}

/** A certification branch in memory, shaped like IGC-Santé's: a root, an authority for organisations, their revocation lists. */
export class TestIgc {
  readonly crlUrls = CRL_URLS;
  private readonly revoked = new Set<string>();
  private isBranchRevoked = false;
  private crlNumber = 0;
  private count = 0;

  private constructor(
    private readonly root: Authority,
    private readonly organisations: Authority,
    /** One key for all leaves: making keys is what takes time, and nothing here compares them. */
    private readonly leafKeys: Keys,
  ) {}

  static async create(name = 'IGC-SANTE TEST'): Promise<TestIgc> {
    const [rootKeys, ourKeys, leafKeys] = await Promise.all([newKeys(), newKeys(), newKeys()]);
    const root = await authority(`CN=AC RACINE,OU=${name},O=ASIP-SANTE,C=FR`, rootKeys, null);
    const parent = { keys: rootKeys, certificate: root };
    const ours = await authority(
      `CN=AC ELEMENTAIRE ORGANISATIONS,OU=${name},O=ASIP-SANTE,C=FR`,
      ourKeys,
      parent,
    );
    return new TestIgc(parent, { keys: ourKeys, certificate: ours }, leafKeys);
  }

  /** Another branch under the same root, of another domain of IGC-Santé. */
  async sibling(name = 'AC ELEMENTAIRE PERSONNES'): Promise<TestIgc> {
    const keys = await newKeys();
    const dn = this.organisations.certificate.subject.replace(/CN=[^,]+/, `CN=${name}`);
    const certificate = await authority(reversed(dn), keys, this.root);
    return new TestIgc(this.root, { keys, certificate }, this.leafKeys);
  }

  /** Root and intermediate authority, PEM. */
  get chainPem(): string {
    return `${this.organisations.certificate.toString('pem')}\n${this.root.certificate.toString('pem')}\n`;
  }

  async issue(options: IdentityOptions = {}): Promise<TestIdentity> {
    this.count += 1;
    const dn = options.dn ?? dnOf(options, this.count);
    const subject = nameOf(dn);
    const certificate = await x509.X509CertificateGenerator.create({
      ...dates(options.notBefore, options.notAfter),
      serialNumber: newSerial(),
      subject,
      ...this.signer(subject, options.signedBy),
      signingAlgorithm: ALGORITHM,
      publicKey: this.leafKeys.publicKey,
      extensions: [
        new x509.BasicConstraintsExtension(false),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([PURPOSES[options.purpose ?? 'server']]),
        ...alternativeNames(options.names),
      ],
    });
    const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', this.leafKeys.privateKey);
    return {
      cert: `${certificate.toString('pem')}\n`,
      key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
      der: Buffer.from(certificate.rawData),
      dn,
      serial: certificate.serialNumber,
    };
  }

  private signer(subject: x509.JsonName, by: IdentityOptions['signedBy']) {
    if (!by) {
      const { certificate, keys } = this.organisations;
      return { issuer: certificate.subject, signingKey: keys.privateKey };
    }
    const issuer = by === 'itself' ? subject : nameOf(by.dn);
    return { issuer, signingKey: this.leafKeys.privateKey };
  }

  /** Revokes the authority for organisations itself, or takes that back. */
  revokeBranch(isRevoked = true): void {
    this.isBranchRevoked = isRevoked;
  }

  revoke(identity: TestIdentity): void {
    this.revoked.add(identity.serial);
  }

  /** The revocation lists as published now, in the shape of an HTTP exchange; any other address is not found. */
  readonly fetch = async ({ url }: { readonly url: string }) => {
    const [rootUrl, ourUrl] = CRL_URLS;
    const lists: Record<string, () => Promise<Buffer>> = {
      [rootUrl]: () =>
        this.crl(this.root, this.isBranchRevoked ? [this.organisations.certificate.serialNumber] : []),
      [ourUrl]: () => this.crl(this.organisations, [...this.revoked]),
    };
    const list = lists[url];
    return { status: list ? 200 : 404, headers: {}, body: list ? await list() : Buffer.alloc(0) };
  };

  private async crl(issuer: Authority, serials: readonly string[]): Promise<Buffer> {
    this.crlNumber += 1;
    const crl = await x509.X509CrlGenerator.create({
      issuer: issuer.certificate.subject,
      thisUpdate: new Date(Date.now() - 60_000),
      nextUpdate: new Date(Date.now() + 86_400_000),
      signingAlgorithm: ALGORITHM,
      signingKey: issuer.keys.privateKey,
      entries: serials.map((serialNumber) => ({ serialNumber, revocationDate: new Date() })),
      extensions: [
        await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
        new x509.Extension('2.5.29.20', false, new Uint8Array([2, 2, 1, this.crlNumber])),
      ],
    });
    return Buffer.from(crl.rawData);
  }
}

function dnOf({ cn, ou, o, st }: IdentityOptions, count: number): string {
  const name = cn ?? `mx-${count}.mssante.fr`;
  return `CN=${name},OU=${ou ?? '1010000024'},O=${o ?? 'STRUCTURE FICTIVE'},ST=${st ?? 'Ain (01)'},C=FR`;
}

function alternativeNames(names: readonly string[] = []): x509.Extension[] {
  if (names.length === 0) return [];
  return [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))];
}

function newKeys(): Promise<Keys> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function authority(dn: string, keys: Keys, parent: Authority | null): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.create({
    ...dates(),
    serialNumber: newSerial(),
    subject: reversed(dn),
    issuer: parent?.certificate.subject ?? reversed(dn),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: (parent?.keys ?? keys).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, parent ? 0 : undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
}

function dates(notBefore = new Date(Date.now() - YEAR), notAfter = new Date(Date.now() + YEAR)) {
  return { notBefore, notAfter };
}

/** From the text as the liste blanche writes it to the order of certificates. */
function nameOf(text: string): x509.JsonName {
  const dn = parseDn(text);
  if (!dn) throw new Error(`not a DN: ${text}`);
  return [...dn]
    .reverse()
    .map((names) => Object.fromEntries(names.map(({ type, value }) => [type.toUpperCase(), [value]])));
}

/** The library writes RDNs in the order of the text; certificates hold the country first. */
function reversed(dn: string): string {
  return dn.split(',').reverse().join(',');
}

// RFC 5280 §4.1.2.2: positive and at most 20 octets.
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
