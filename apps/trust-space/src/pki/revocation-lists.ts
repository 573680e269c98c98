import { Integer } from 'asn1js';
import type { Authority } from './authority.js';
import { toName } from './distinguished-name.js';
import type { Ledger } from './ledger.js';
import { x509 } from './x509.js';

const SIGNATURE = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const DAY = 86_400_000;
const LIFETIME = 7 * DAY;
const REFRESH_AFTER = DAY;

interface CurrentList {
  readonly der: Buffer;
  readonly issuedAt: number;
}

/** The revocation lists of the two authorities, made again after each revocation and long before they lapse. */
export class RevocationLists {
  private readonly current = new Map<Authority, CurrentList>();

  constructor(
    private readonly root: Authority,
    private readonly intermediate: Authority,
    private readonly ledger: Ledger,
  ) {}

  /** DER of the root's list, which revokes nobody. */
  ofRoot(): Promise<Buffer> {
    return this.fresh(this.root, []);
  }

  /** DER of the intermediate's list. */
  ofIntermediate(): Promise<Buffer> {
    return this.fresh(this.intermediate, this.ledger.revocations());
  }

  /** Makes the next answer a new list, after a revocation. */
  forget(): void {
    this.current.clear();
  }

  private async fresh(
    authority: Authority,
    revoked: readonly { serial: string; at: Date }[],
  ): Promise<Buffer> {
    const kept = this.current.get(authority);
    if (kept && Date.now() - kept.issuedAt < REFRESH_AFTER) return kept.der;
    const der = await this.sign(authority, revoked);
    this.current.set(authority, { der, issuedAt: Date.now() });
    return der;
  }

  private async sign(
    authority: Authority,
    revoked: readonly { serial: string; at: Date }[],
  ): Promise<Buffer> {
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
        crlNumber(this.ledger.nextCrlNumber()),
      ],
    });
    return Buffer.from(crl.rawData);
  }
}

// RFC 5280 §5.2.3: an INTEGER that only grows.
function crlNumber(value: number): x509.Extension {
  return new x509.Extension('2.5.29.20', false, new Integer({ value }).toBER());
}
