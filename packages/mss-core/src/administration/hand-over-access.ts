import { judgeResponsible } from '../bal/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { opensToThemselves } from './access-rules.js';
import { managedAccess } from './change-access.js';
import { factsOf } from './grant-access.js';
import type { ManagedBal } from './manages-accesses.js';
import type { AdministrationDesk, KeptAccess, Person } from './ports.js';
import { tellHolders } from './tell-holders.js';

/** Who becomes responsible in place of whom. */
export interface HandOver {
  /** The access of the responsible of today. */
  readonly accessId: string;
  readonly version: number;
  readonly personId: string;
  /** Both false for a responsible who is not habilitated: they manage and do not read. */
  readonly mayRead: boolean;
  readonly maySend: boolean;
  /** Whether the former responsible goes on as a coholder, with the rights they had. */
  readonly staysCoholder: boolean;
  readonly reason: string;
}

/**
 * Changes the responsible of an organisational or applicative BAL, from now on. Answers the new access's id. Refuses notFound, forbidden,
 * scopeMissing, personLeft, responsibleNotEntitled, accessOver, changedMeanwhile, inputInvalid (accessId, personId, staysCoholder).
 */
// EX_GBM_5410: the responsible or a coholder changes the responsible, traced.
export async function handOverAccess(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  handOver: HandOver,
): Promise<Outcome<string>> {
  const found = await managedAccess(context, desk, handOver.accessId);
  if (!found.ok) return found;
  const { bal, access } = found.value;
  // EX_GBM_4200: a personal BAL is its holder's, and nobody else's after them.
  if (access.role !== 'responsible' || bal.kind === 'personal')
    return refused('inputInvalid', { field: 'accessId' });
  if (bal.kind === 'applicative' && handOver.staysCoholder)
    return refused('inputInvalid', { field: 'staysCoholder' });
  const others = await desk.accesses.of(bal.id);
  const successor = await successorOf(context, desk, found.value, handOver, others);
  if (!successor.ok) return successor;
  const { reason, version, mayRead, maySend } = handOver;
  const { at } = context;
  const ended = { ...access, endsAt: at > access.startsAt ? at : access.startsAt, reason };
  if (!(await desk.accesses.change(access.id, version, ended))) return refused('changedMeanwhile');
  await endTheirCoholding(context, desk, others, successor.value);
  const opened = {
    balId: bal.id,
    role: 'responsible',
    mayRead,
    maySend,
    startsAt: at,
    endsAt: null,
  } as const;
  const id = newId();
  await desk.accesses.add(id, successor.value.id, { ...opened, reason });
  if (handOver.staysCoholder) await keepAsCoholder(context, desk, newId, access, reason);
  const now = { ...opened, idNat: successor.value.idNat, reason };
  const facts = {
    accessId: id,
    ...factsOf(now),
    former: access.idNat,
    staysCoholder: handOver.staysCoholder,
  };
  await desk.journal.record([{ kind: 'access.handedOver', outcome: 'ok', balId: bal.id, facts }]);
  await tellHolders(context, desk, newId, { bal, person: successor.value, access: now, kind: 'opened' });
  return done(id);
}

async function successorOf(
  context: TenantContext,
  desk: AdministrationDesk,
  managed: ManagedBal & { readonly access: KeptAccess },
  { personId, mayRead }: HandOver,
  others: readonly KeptAccess[],
): Promise<Outcome<Person>> {
  const person = await desk.people.byId(personId);
  if (!person) return refused('notFound');
  if (person.leftAt) return refused('personLeft');
  if (person.idNat === managed.access.idNat) return refused('inputInvalid', { field: 'personId' });
  if (opensToThemselves(context, managed, person.idNat, others)) return refused('forbidden');
  const { idNat } = person;
  const entitled = judgeResponsible({ kind: managed.bal.kind, idNat, mayRead });
  return entitled.ok ? done(person) : entitled;
}

async function endTheirCoholding(
  { at }: TenantContext,
  desk: AdministrationDesk,
  others: readonly KeptAccess[],
  { idNat }: Person,
): Promise<void> {
  const theirs = others.filter(
    (other) =>
      other.idNat === idNat && other.role === 'coholder' && (other.endsAt === null || other.endsAt > at),
  );
  for (const held of theirs) {
    const endsAt = held.startsAt > at ? held.startsAt : at;
    await desk.accesses.change(held.id, held.version, { ...held, endsAt });
  }
}

async function keepAsCoholder(
  { at }: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  { balId, personId, mayRead, maySend, endsAt }: KeptAccess,
  reason: string,
): Promise<void> {
  const kept = { balId, role: 'coholder', mayRead, maySend, startsAt: at, endsAt, reason } as const;
  await desk.accesses.add(newId(), personId, kept);
}
