import type { CertificatePath } from './authorities.js';
import type { Certificate } from './certificate.js';
import type { CrlShelf } from './crl-shelf.js';
import type { OcspClient } from './ocsp-client.js';

export type RevocationState =
  | { readonly state: 'good'; readonly until: Date }
  | { readonly state: 'revoked' }
  | { readonly state: 'unknown' };

/**
 * EX_OPE_5050: no certificate passes unchecked. A fresh CRL decides; past its time the OCSP responder is asked; when neither can
 * tell the state is unknown, which is a temporary refusal.
 */
export class Revocation {
  constructor(
    private readonly crls: CrlShelf,
    private readonly ocsp: OcspClient,
  ) {}

  /** The state of a whole path below its root: intermediates can be revoked too. */
  async ofPath(path: CertificatePath, now: Date): Promise<RevocationState> {
    let until = new Date(8.64e15);
    for (const [index, certificate] of path.slice(0, -1).entries()) {
      const issuer = path[index + 1];
      const found = issuer ? await this.ofOne(certificate, issuer, now) : UNKNOWN;
      if (found.state !== 'good') return found;
      if (found.until < until) until = found.until;
    }
    return { state: 'good', until };
  }

  private async ofOne(certificate: Certificate, issuer: Certificate, now: Date): Promise<RevocationState> {
    if (this.crls.isKnownRevoked(issuer, certificate.serial)) return { state: 'revoked' };
    const until = this.crls.freshUntil(issuer, now);
    if (until) return { state: 'good', until };
    return (await this.ocsp.stateOf(certificate, issuer, now)) ?? UNKNOWN;
  }
}

const UNKNOWN: RevocationState = { state: 'unknown' };
