import type { ComplianceEvent } from '../traceability/index.js';
import { certificateExpiryEvent } from './certificate-expiry.js';
import type { VerifiedListeBlanche } from './liste-blanche.js';
import type { ListeBlancheVersion } from './liste-blanche-ports.js';

/** What to raise about whoever signed a list: another signer, another certificate, and the nearing end of the certificate. */
// EX_2.2_5050: the signer is configured, so its change is foreseen by people and must be seen by them.
export function eventsOfSigner(
  list: Pick<VerifiedListeBlanche, 'signerDn' | 'signerExpiresAt'>,
  previous: Pick<ListeBlancheVersion, 'signerDn' | 'signerExpiresAt'> | null,
  now: Date,
  lastExpiry: Pick<ComplianceEvent, 'facts'> | null,
): readonly ComplianceEvent[] {
  const changed = previous && changeOfSigner(list, previous);
  const expiry = certificateExpiryEvent(
    list.signerExpiresAt,
    now,
    lastExpiry,
    'listeBlanche.signerExpiresSoon',
  );
  return [changed, expiry].filter((event) => event !== null);
}

function changeOfSigner(
  list: Pick<VerifiedListeBlanche, 'signerDn' | 'signerExpiresAt'>,
  previous: Pick<ListeBlancheVersion, 'signerDn' | 'signerExpiresAt'>,
): ComplianceEvent | null {
  const facts = {
    previous: previous.signerDn,
    current: list.signerDn,
    notAfter: list.signerExpiresAt.toISOString(),
  };
  if (previous.signerDn !== list.signerDn) {
    return { kind: 'listeBlanche.signerChanged', severity: 'warning', facts };
  }
  const known = previous.signerExpiresAt?.getTime() ?? list.signerExpiresAt.getTime();
  const isRenewed = known !== list.signerExpiresAt.getTime();
  return isRenewed ? { kind: 'listeBlanche.signerChanged', severity: 'info', facts } : null;
}
