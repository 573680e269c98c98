import type { BalKind } from '../access/index.js';
import type { TenantKind } from '../administration/ports.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/** How the Annuaire Santé codes a BAL; people are never shown these (EX_GBM_3040). */
export type DirectoryKind = 'PER' | 'ORG' | 'CAB' | 'APP';

/** EX_GBM_3030: the responsible included. */
export const MOST_COHOLDERS = 20;

// EX_GBM_3020, EX_GBM_3030: an organisational BAL belongs to the structure that has a FINESS, and else to its responsible.
export function directoryKindOf(kind: BalKind, tenantKind: TenantKind): DirectoryKind {
  switch (kind) {
    case 'personal':
      return 'PER';
    case 'applicative':
      return 'APP';
    case 'organisational':
      return tenantKind === 'structure' ? 'ORG' : 'CAB';
  }
}

/** May so many people, the responsible included, hold that BAL? Refuses tooManyCoholders. */
// EX_GBM_3030: those of a CAB are declared, twenty at most; those of an ORG are not, and not counted.
export function judgeCoholders(kind: BalKind, tenantKind: TenantKind, holders: number): Outcome<void> {
  const isBounded = directoryKindOf(kind, tenantKind) === 'CAB';
  return isBounded && holders > MOST_COHOLDERS
    ? refused('tooManyCoholders', { limit: String(MOST_COHOLDERS) })
    : done(undefined);
}
