import type { Bal, BalAccess, BalKind } from '../access/index.js';
import { judgeCoholders, judgeResponsible } from '../bal/index.js';
import type { IdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { ManagedBal } from './manages-accesses.js';
import type { TenantKind } from './ports.js';

/** What an access about to be kept is judged beside. */
export interface AccessSurroundings {
  /** Every other access to the BAL, past ones included. */
  readonly others: readonly BalAccess[];
  readonly tenantKind: TenantKind;
}

/**
 * Whether that access may be kept. Refuses inputInvalid naming the field, responsibleNotEntitled, accessHeld, tooManyCoholders.
 */
export function judgeAccess(
  { kind }: Pick<Bal, 'kind'>,
  access: BalAccess,
  { others, tenantKind }: AccessSurroundings,
): Outcome<void> {
  const field = wrongField(kind, access, others);
  if (field) return refused('inputInvalid', { field });
  const { idNat, role, mayRead } = access;
  const entitled = role === 'responsible' ? judgeResponsible({ kind, idNat, mayRead }) : done(undefined);
  if (!entitled.ok) return entitled;
  const beside = others.filter((other) => overlap(other, access));
  if (beside.some((other) => other.idNat === idNat && other.role === role)) return refused('accessHeld');
  if (role === 'delegate') return done(undefined);
  return judgeCoholders(kind, tenantKind, new Set([...coholdersOf(beside), idNat]).size);
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
  kind: BalKind,
  { role, mayRead, maySend, startsAt, endsAt }: BalAccess,
  others: readonly BalAccess[],
): string | null {
  if (endsAt !== null && endsAt <= startsAt) return 'endsAt';
  // EX_GBM_5411: delegation is offered on personal and organisational BAL, never on applicative ones.
  if (kind === 'applicative' && role !== 'responsible') return 'role';
  // EX_GBM_5411: a delegate reads, sends, or both.
  if (role === 'delegate') return mayRead || maySend ? null : 'mayRead';
  // EX_GBM_4200: a personal BAL is used under the responsibility of one professional alone.
  if (role === 'coholder') return kind === 'personal' ? 'role' : null;
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
