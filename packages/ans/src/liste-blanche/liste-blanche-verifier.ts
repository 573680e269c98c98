import { createHash } from 'node:crypto';
import { done, type Outcome } from '@cachet/mss-core/outcome';
import {
  type DistinguishedName,
  indexListeBlanche,
  type ListeBlanche,
  type ListeBlancheRow,
  type ListeBlancheVerifier,
  type ListeBlancheVersion,
  listeBlancheRefused,
  parseDn,
  type VerifiedListeBlanche,
} from '@cachet/mss-core/trust';
import type { IgcTrustStore } from '../igc/igc-trust-store.js';
import { verifyListeBlanche } from './verify-liste-blanche.js';

/** Verifies lists by IGC-Santé and the configured signers. */
export class IgcListeBlancheVerifier implements ListeBlancheVerifier {
  private readonly signers: readonly DistinguishedName[];

  /** `signers` are DN texts; throws a sentence for the administrator when there is none or one cannot be read. */
  constructor(
    private readonly trust: IgcTrustStore,
    signers: readonly string[],
    private readonly clock: () => Date = () => new Date(),
  ) {
    if (signers.length === 0) throw new Error('Liste blanche: no allowed signer is configured');
    this.signers = signers.map((text) => {
      const dn = parseDn(text);
      if (!dn) throw new Error(`Liste blanche: this signer DN cannot be read: ${text}`);
      return dn;
    });
  }

  /** A list just received: the signer must be valid and not revoked now. */
  verify(xml: Uint8Array): Promise<Outcome<VerifiedListeBlanche>> {
    const judge = (certificate: Uint8Array) => this.trust.judge(certificate, this.clock(), 'listSigner');
    return verifyListeBlanche(xml, { judge, signers: this.signers });
  }

  /**
   * RE_2.2_5010: a stored list is verified again each time a process loads it, then used from memory. Its signer is judged as of
   * the day it was accepted, and not for revocation: the last valid list must outlive the certificate that signed it (EX_2.2_5035).
   */
  async loadVerified(xml: Uint8Array, version: AcceptedVersion): Promise<Outcome<ListeBlanche>> {
    const verified = await this.verifyAgain(xml, version);
    return verified.ok ? done(indexListeBlanche(verified.value.rows, verified.value.generatedAt)) : verified;
  }

  async rowsOf(xml: Uint8Array, version: AcceptedVersion): Promise<Outcome<readonly ListeBlancheRow[]>> {
    const verified = await this.verifyAgain(xml, version);
    return verified.ok ? done(verified.value.rows) : verified;
  }

  private async verifyAgain(
    xml: Uint8Array,
    version: AcceptedVersion,
  ): Promise<Outcome<VerifiedListeBlanche>> {
    // The stored file's own digest first: it costs milliseconds, and says at once that the disk changed it.
    const sha256 = createHash('sha256').update(xml).digest('hex');
    if (sha256 !== version.sha256) return listeBlancheRefused('contentAltered');
    const at = new Date(Math.min(version.fetchedAt.getTime(), this.clock().getTime()));
    const judge = (certificate: Uint8Array) => this.trust.judgeAsOf(certificate, at, 'listSigner');
    return verifyListeBlanche(xml, { judge, signers: this.signers });
  }
}

type AcceptedVersion = Pick<ListeBlancheVersion, 'sha256' | 'fetchedAt'>;
