import { X509Certificate } from 'node:crypto';
import type { Authority } from './authority.js';
import { subjectText } from './distinguished-name.js';
import type { Ledger } from './ledger.js';
import { x509 } from './x509.js';

export type Judgement =
  | { readonly ok: true; readonly dn: string }
  | {
      readonly ok: false;
      readonly reason: 'absent' | 'unknownIssuer' | 'expired' | 'revoked';
      readonly dn: string;
    };

/** Judges the certificate that somebody presents to a service of the trust space, as the real ones do. */
export class CertificateJudge {
  private readonly issuer: X509Certificate;

  constructor(
    intermediate: Authority,
    private readonly ledger: Ledger,
  ) {
    this.issuer = new X509Certificate(intermediate.pem);
  }

  /** Signed by our branch, within its dates, not revoked. Extended key usage is not looked at: SSL_SERV has no clientAuth. */
  judge(der: Buffer | undefined): Judgement {
    if (!der || der.length === 0) return { ok: false, reason: 'absent', dn: '' };
    const leaf = new X509Certificate(der);
    const dn = subjectText(new x509.X509Certificate(new Uint8Array(der)));
    if (!leaf.checkIssued(this.issuer) || !leaf.verify(this.issuer.publicKey))
      return { ok: false, reason: 'unknownIssuer', dn };
    const now = Date.now();
    if (now < leaf.validFromDate.getTime() || now > leaf.validToDate.getTime())
      return { ok: false, reason: 'expired', dn };
    if (this.ledger.revokedAt(leaf.serialNumber)) return { ok: false, reason: 'revoked', dn };
    return { ok: true, dn };
  }
}
