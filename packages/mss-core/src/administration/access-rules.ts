import type { Bal, BalAccess } from '../access/index.js';
import type { IdNat } from '../identifiers/index.js';
import { type Refusal, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { ManagedBal } from './manages-accesses.js';

/** What an access about to be kept is judged beside. */
export interface AccessSurroundings {
  /** Every other access to the BAL, past ones included. */
  readonly others: readonly BalAccess[];
  /** False where the structure has no FINESS number: coholders are then declared one by one. */
  readonly hasFiness: boolean;
}

// EX_GBM_3030: at most 20, the responsible included.
const MOST_COHOLDERS = 20;

/** Why that access may not be kept; null when it may. Refuses inputInvalid naming the field, accessHeld, coholdersFull. */
export function objectionTo(
  bal: Pick<Bal, 'kind'>,
  access: BalAccess,
  surroundings: AccessSurroundings,
): Refusal | null {
  const field = wrongField(bal, access, surroundings.others);
  if (field) return refused('inputInvalid', { field }).refusal;
  const beside = surroundings.others.filter((other) => overlap(other, access));
  if (beside.some((other) => other.idNat === access.idNat && other.role === access.role))
    return refused('accessHeld').refusal;
  const isFull =
    bal.kind === 'organisational' && access.role !== 'delegate' && !surroundings.hasFiness
      ? new Set([...coholdersOf(beside), access.idNat]).size > MOST_COHOLDERS
      : false;
  return isFull ? refused('coholdersFull', { limit: String(MOST_COHOLDERS) }).refusal : null;
}

/**
 * Nobody opens to themselves what another answers for: a manager would read what managers never see, and a responsible who is not
 * habilitated would read what they only manage.
 */
// EX_GBM_4220
export function opensToThemselves(
  { actor }: Pick<TenantContext, 'actor'>,
  { as }: Pick<ManagedBal, 'as'>,
  idNat: IdNat,
  others: readonly BalAccess[],
): boolean {
  if (actor.kind !== 'person' || actor.idNat !== idNat) return false;
  return as === 'holder' || others.some((other) => other.idNat !== idNat);
}

/** An access never begins before it is given, or it would rewrite who could read when. */
export function notBefore(at: Date, startsAt: Date): Date {
  return startsAt < at ? at : startsAt;
}

function wrongField(
  bal: Pick<Bal, 'kind'>,
  { role, mayRead, maySend, startsAt, endsAt }: BalAccess,
  others: readonly BalAccess[],
): string | null {
  if (endsAt !== null && endsAt <= startsAt) return 'endsAt';
  // EX_GBM_5411: delegation is offered on personal and organisational BAL, never on applicative ones.
  if (bal.kind === 'applicative' && role !== 'responsible') return 'role';
  // EX_GBM_5411: a delegate reads, sends, or both.
  if (role === 'delegate') return mayRead || maySend ? null : 'mayRead';
  // EX_GBM_4200: a personal BAL is used under the responsibility of one professional alone.
  if (role === 'coholder') return bal.kind === 'personal' ? 'role' : null;
  // EX_GBM_3030: exactly one responsible at a time.
  return others.some((other) => other.role === 'responsible' && overlap(other, { startsAt, endsAt }))
    ? 'role'
    : null;
}

function coholdersOf(accesses: readonly BalAccess[]): readonly IdNat[] {
  return accesses.filter(({ role }) => role !== 'delegate').map(({ idNat }) => idNat);
}

type Period = Pick<BalAccess, 'startsAt' | 'endsAt'>;

function overlap(a: Period, b: Period): boolean {
  return beginsBeforeEnd(a, b) && beginsBeforeEnd(b, a) && beginsBeforeEnd(a, a) && beginsBeforeEnd(b, b);
}

function beginsBeforeEnd({ startsAt }: Period, { endsAt }: Period): boolean {
  return endsAt === null || startsAt < endsAt;
}
