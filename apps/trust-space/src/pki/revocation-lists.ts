import { Integer } from 'asn1js';
import type { Authority } from './authority.js';
import { toName } from './distinguished-name.js';
import type { Ledger } from './ledger.js';
import { x509 } from './x509.js';

const SIGNATURE = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const DAY = 86_400_000;
const LIFETIME = 7 * DAY;
const REFRESH_AFTER = DAY;

interface Revocation {
  readonly serial: string;
  readonly at: Date;
}

interface CurrentList {
  readonly der: Buffer;
  readonly number: number;
  readonly issuedAt: number;
  readonly revoked: readonly Revocation[];
}

/** The revocation lists of the two authorities, made again after each revocation and long before they lapse. */
export class RevocationLists {
  private root: CurrentList | null = null;
  private complete: CurrentList | null = null;
  private delta: CurrentList | null = null;
  /** While true, revocations are told by the delta list alone, as between two daily publications of the real authority. */
  isFrozen = false;

  constructor(
    private readonly authorities: { readonly root: Authority; readonly intermediate: Authority },
    private readonly ledger: Ledger,
    private readonly deltaAddress: string,
  ) {}

  /** DER of the root's list, which revokes nobody. */
  async ofRoot(): Promise<Buffer> {
    if (isOld(this.root)) this.root = await this.sign(this.authorities.root, []);
    return this.root.der;
  }

  /** DER of the intermediate's list. */
  async ofIntermediate(): Promise<Buffer> {
    return (await this.currentComplete()).der;
  }

  /** DER of what the intermediate revoked since its last complete list (RFC 5280 §5.2.4). */
  async deltaOfIntermediate(): Promise<Buffer> {
    const complete = await this.currentComplete();
    if (isOld(this.delta) || this.delta.number < complete.number) {
      const known = new Set(complete.revoked.map(({ serial }) => serial));
      const since = this.ledger.revocations().filter(({ serial }) => !known.has(serial));
      this.delta = await this.sign(this.authorities.intermediate, since, [deltaSince(complete.number)]);
    }
    return this.delta.der;
  }

  /** Makes the next answer a new list, after a revocation. */
  forget(): void {
    this.delta = null;
    if (!this.isFrozen) this.complete = null;
  }

  private async currentComplete(): Promise<CurrentList> {
    if (isOld(this.complete)) {
      const extensions = [freshest(this.deltaAddress)];
      this.complete = await this.sign(this.authorities.intermediate, this.ledger.revocations(), extensions);
    }
    return this.complete;
  }

  private async sign(
    authority: Authority,
    revoked: readonly Revocation[],
    extensions: readonly x509.Extension[] = [],
  ): Promise<CurrentList> {
    const number = this.ledger.nextCrlNumber();
    const crl = await x509.X509CrlGenerator.create({
      issuer: toName(authority.dn).toJSON(),
      thisUpdate: new Date(Date.now() - 60_000),
      nextUpdate: new Date(Date.now() + LIFETIME),
      signingAlgorithm: SIGNATURE,
      signingKey: authority.key.signingKey(),
      entries: revoked.map(({ serial, at }) => ({
        serialNumber: serial,
        revocationDate: at,
        reason: x509.X509CrlReason.keyCompromise,
      })),
      extensions: [
        await x509.AuthorityKeyIdentifierExtension.create(authority.key.verifyingKey()),
        crlNumber(number),
        ...extensions,
      ],
    });
    return { der: Buffer.from(crl.rawData), number, issuedAt: Date.now(), revoked };
  }
}

function isOld(list: CurrentList | null): list is null {
  return !list || Date.now() - list.issuedAt >= REFRESH_AFTER;
}

// RFC 5280 §5.2.3: an INTEGER that only grows.
function crlNumber(value: number): x509.Extension {
  return new x509.Extension('2.5.29.20', false, new Integer({ value }).toBER());
}

// RFC 5280 §5.2.4: critical, so that nobody takes a delta for a complete list.
function deltaSince(base: number): x509.Extension {
  return new x509.Extension('2.5.29.27', true, new Integer({ value: base }).toBER());
}

// RFC 5280 §5.2.6: of the same form as the distribution points of a certificate.
function freshest(url: string): x509.Extension {
  return new x509.Extension('2.5.29.46', false, new x509.CRLDistributionPointsExtension([url]).value);
}
