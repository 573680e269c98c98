import { letGo } from '../administration/leave-person.js';
import type { Person } from '../administration/ports.js';
import { suspendUnanswered } from '../bal/let-person-go.js';
import type { TenantContext } from '../tenancy/index.js';
import type { ComplianceEvent } from '../traceability/index.js';
import { GONE_FOR_MS, judgeStep, type RegisterStanding, type StepAct } from './judge-step.js';
import type { FollowedPerson, StepPorts, StepRoom } from './ports.js';

/** The copy of the identities in force. */
export interface IdentitiesCopy {
  readonly id: number;
  readonly asOf: Date;
}

/** What became of the people of one structure. */
export interface InStep {
  readonly renamed: number;
  readonly gone: number;
  readonly cut: number;
  /** So many are gone at once that nothing was begun for them. */
  readonly isHeld: boolean;
}

interface Judged extends FollowedPerson {
  readonly act: StepAct;
  readonly next: RegisterStanding;
}

const AT_ONCE = 500;
/** More than so many, and more than so large a part of a structure, gone between two copies: the copy is doubted, not the people. */
const FEW = 5;
const LARGEST_PART = 0.2;
const REASON = 'N’est plus dans l’Annuaire Santé';

/**
 * Keeps the people of one structure in step with the Annuaire: its spelling of names is taken, its profession and speciality kept, and managers
 * are told of names that are another person’s and of whoever it no longer knows, whose accesses end fifteen days later.
 */
// EX_2.1_5010
export async function keepInStep(
  ports: StepPorts,
  context: TenantContext,
  copy: IdentitiesCopy,
): Promise<InStep> {
  let [renamed, seen] = [0, 0];
  const gone: Judged[] = [];
  const cut: Judged[] = [];
  for (let after: string | null = null; ; ) {
    const judged: readonly Judged[] = await ports.inRoom(context, (room) =>
      stepOf(context, room, copy, after),
    );
    renamed += judged.filter(({ act }) => act === 'rename').length;
    seen += judged.filter(({ standing }) => standing.seenAsOf !== null && standing.goneSince === null).length;
    gone.push(...judged.filter(({ act }) => act === 'gone'));
    cut.push(...judged.filter(({ act }) => act === 'cut'));
    after = judged.at(-1)?.person.id ?? null;
    if (judged.length < AT_ONCE) break;
  }
  const isHeld = gone.length > FEW && gone.length > seen * LARGEST_PART;
  await ports.inRoom(context, (room) =>
    isHeld ? tellHeld(room, copy, gone.length, seen) : beginGone(room, context, gone),
  );
  let ended = 0;
  for (const each of cut) if (await end(ports, context, each)) ended += 1;
  return { renamed, gone: isHeld ? 0 : gone.length, cut: ended, isHeld };
}

/** Judges some hundred people and does at once what needs no thought: names and what is kept of the register. */
async function stepOf(
  context: TenantContext,
  room: StepRoom,
  copy: IdentitiesCopy,
  after: string | null,
): Promise<readonly Judged[]> {
  const people = await room.followed.page(copy.id, after, AT_ONCE);
  const judged = people.map((each): Judged => {
    const when = { asOf: copy.asOf, at: context.at };
    const { act, standing } = judgeStep(each.person, each.standing, each.known, when);
    return { ...each, act, next: standing };
  });
  const kept = judged.filter(({ act }) => act !== 'gone' && act !== 'cut');
  await room.followed.keep(kept.map(({ person, next }) => ({ personId: person.id, standing: next })));
  for (const each of judged) if (each.act === 'rename') await rename(room, each);
  const others = judged.filter(({ act }) => act === 'namesDiffer');
  await room.compliance.raise(others.map(({ person }) => eventOf('annuaire.namesDiffer', person, {})));
  return judged;
}

async function rename(room: StepRoom, { person, known }: Judged): Promise<void> {
  if (!known) return;
  const { familyName, givenName } = known;
  // Whoever changed the person meanwhile is right: the next copy is compared with what they wrote.
  if (!(await room.people.update({ ...person, familyName, givenName }))) return;
  const facts = { personId: person.id, idNat: person.idNat, source: 'annuaire' };
  await room.journal.record([{ kind: 'person.updated', outcome: 'ok', facts }]);
}

async function beginGone(room: StepRoom, { at }: TenantContext, gone: readonly Judged[]): Promise<void> {
  await room.followed.keep(gone.map(({ person, next }) => ({ personId: person.id, standing: next })));
  const endsAt = new Date(at.getTime() + GONE_FOR_MS).toISOString();
  await room.compliance.raise(gone.map(({ person }) => eventOf('annuaire.personGone', person, { endsAt })));
}

async function tellHeld(room: StepRoom, copy: IdentitiesCopy, gone: number, seen: number): Promise<void> {
  const asOf = copy.asOf.toISOString();
  const last = await room.compliance.lastOf('annuaire.manyGone');
  if (last?.facts.asOf === asOf) return;
  await room.compliance.raise([
    { kind: 'annuaire.manyGone', severity: 'critical', facts: { asOf, gone, known: seen } },
  ]);
}

/** Ends what whoever the Annuaire no longer knows may do. Whoever runs the operator is dismissed by the operator alone. */
// EX_GBM_4200: their personal BAL, for which nobody answers any more, are suspended.
async function end(ports: StepPorts, context: TenantContext, { person, next }: Judged): Promise<boolean> {
  try {
    return await ports.inRoom(context, async (room) => {
      if ((await room.roles.rolesOf(person.idNat)).includes('operatorAdmin')) return false;
      const leaving = { personId: person.id, version: person.version ?? 1, reason: REASON };
      const left = await letGo(context, room, leaving, 'allowed');
      if (!left.ok) return false;
      await suspendUnanswered(context, room, ports.newId, ports.policy, REASON, left.value);
      const since = next.goneSince?.toISOString() ?? null;
      const facts = { since, accesses: left.value.accesses };
      await room.compliance.raise([eventOf('annuaire.personCut', person, facts)]);
      return true;
    });
  } catch (fault) {
    ports.failed(context, person.id, fault);
    return false;
  }
}

function eventOf(
  kind: 'annuaire.namesDiffer' | 'annuaire.personGone' | 'annuaire.personCut',
  { id: personId }: Person,
  facts: ComplianceEvent['facts'],
): ComplianceEvent {
  return { kind, severity: 'warning', facts: { personId, ...facts } };
}
