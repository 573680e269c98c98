import type { CguVersion, Means, TenantId } from '@cachet/mss-core';
import type { KnownAcceptance } from '@cachet/schema';
import { showPerson } from '../people/show-person.js';
import type { CguAcceptanceType, CguVersionType } from '../types/cgu.js';
import { AcceptanceDoorName, AcceptanceProofName } from '../types/enums.js';

export function showCgu({ content, ...version }: CguVersion): CguVersionType {
  const { id, name, fingerprint, inForceAt, publishedAt } = version;
  const isText = content.kind === 'text';
  return {
    ...{ id, name, fingerprint, inForceAt, publishedAt },
    textFr: isText ? content.french : null,
    textEn: isText ? content.english : null,
    documentUrl: isText ? null : content.url,
    documentSha256: isText ? null : content.sha256,
  };
}

/** An acceptance and what its field below needs. */
export interface LocatedAcceptance extends CguAcceptanceType {
  readonly versionId: string;
}

export function showAcceptance(acceptance: KnownAcceptance, tenantId: TenantId): LocatedAcceptance {
  const { person, versionId, acceptedAt, means, proof, correlationId } = acceptance;
  return {
    ...{ versionId, acceptedAt, correlationId },
    person: showPerson(person, tenantId),
    door: DOORS[means],
    proof: PROOFS[proof],
  };
}

/** Jobs and peers accept nothing. */
const DOORS: Readonly<Record<Means, AcceptanceDoorName>> = {
  portal: AcceptanceDoorName.PORTAL,
  api: AcceptanceDoorName.API,
  imap: AcceptanceDoorName.IMAP,
  submission: AcceptanceDoorName.SUBMISSION,
  smtp: AcceptanceDoorName.SUBMISSION,
  job: AcceptanceDoorName.API,
};

const PROOFS = {
  psc: AcceptanceProofName.PSC,
  secours: AcceptanceProofName.SECOURS,
  structure: AcceptanceProofName.STRUCTURE,
} as const;
