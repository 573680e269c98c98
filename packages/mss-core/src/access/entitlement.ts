import { owedAt } from '../cgu/standing.js';
import type { StructureIdNat } from '../identifiers/index.js';
import { type Bal, type BalRights, type HeldAccess, rightsAt } from './rights.js';

/** Why a person may do nothing with a BAL at one moment. */
export type EntitlementObstacle =
  | 'notHeld'
  | 'notInForce'
  | 'openedByCertificate'
  | 'notOpen'
  | 'suspended'
  | 'cguNotAccepted';

export type Entitlement =
  | { readonly rights: BalRights; readonly obstacle: null }
  | { readonly rights: null; readonly obstacle: EntitlementObstacle };

/**
 * What a person known by Pro Santé Connect may do with a BAL at one moment. Every door asks this and words its own refusal:
 * a mail program and the portal do not owe the same answer to whoever holds nothing.
 */
export function entitlementOf(
  bal: Pick<Bal, 'state' | 'kind'> | null,
  accesses: readonly HeldAccess[],
  at: Date,
): Entitlement {
  if (!bal || bal.state === 'deleted' || accesses.length === 0) return { rights: null, obstacle: 'notHeld' };
  const rights = rightsAt(accesses, at);
  if (!rights) return { rights: null, obstacle: 'notInForce' };
  // EX_LPS_0600: an access token opens personal and organisational BAL; applicative ones are opened by certificate.
  if (bal.kind === 'applicative') return { rights: null, obstacle: 'openedByCertificate' };
  const obstacle = CLOSED[bal.state];
  if (obstacle !== null) return { rights: null, obstacle };
  // EX_DCU_5030: nobody uses a BAL before they accepted the terms in force; without a published version, nothing is asked.
  const isOwing = accesses.some(({ cgu }) => owedAt(cgu, at) !== null);
  return isOwing ? { rights: null, obstacle: 'cguNotAccepted' } : { rights, obstacle: null };
}

/**
 * What stands between the software of a structure, known by its certificate, and a BAL; null when nothing does. `attached` are the
 * structures the BAL is attached to.
 */
// EX_DCU_5030: those who accept the terms are users, people; what binds the software of a structure is the operator's contract with it.
// EX_LPS_1200 (5): the BAL is an applicative one, attached to the structure that the certificate names.
export function structureObstacle(
  bal: Pick<Bal, 'state' | 'kind'> | null,
  attached: readonly StructureIdNat[],
  structure: StructureIdNat,
):
  | Exclude<EntitlementObstacle, 'notInForce' | 'openedByCertificate' | 'cguNotAccepted'>
  | 'openedByToken'
  | null {
  if (!bal || bal.state === 'deleted' || !attached.includes(structure)) return 'notHeld';
  // EX_LPS_1100: certificates open applicative BAL; those of people are opened by their access tokens alone.
  if (bal.kind !== 'applicative') return 'openedByToken';
  return CLOSED[bal.state];
}

/** What the state of a BAL puts before whoever may otherwise open it. */
// RE_GBM_4420: nobody comes in to a suspended BAL.
const CLOSED = {
  pending: 'notOpen',
  active: null,
  suspended: 'suspended',
  deleted: 'notHeld',
} as const satisfies Record<Bal['state'], EntitlementObstacle | null>;
