import { rightsAt } from '../access/index.js';
import { answersFor } from '../administration/manages-accesses.js';
import type { AdministrationDesk } from '../administration/ports.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';

/** What the holders of each BAL chose; without a choice, they do not want the liste rouge. */
export interface ListeRougeChoices {
  choose(balId: string, wanted: boolean): Promise<void>;
}

export interface ListeRougeDesk extends Pick<AdministrationDesk, 'bals' | 'roles' | 'journal'> {
  readonly listeRouge: ListeRougeChoices;
}

export interface ListeRougeWish {
  readonly balId: string;
  readonly wanted: boolean;
}

/**
 * Chooses whether a personal or organisational BAL is on the liste rouge of the Annuaire: its holders alone, and neither a delegate nor a
 * manager for them. Refuses notFound, forbidden.
 */
// EX_PBA_5040: an explicit choice, free, changed at any time.
export async function chooseListeRouge(
  { actor, at }: TenantContext,
  desk: ListeRougeDesk,
  { balId, wanted }: ListeRougeWish,
): Promise<Outcome<void>> {
  if (actor.kind !== 'person') return refused('forbidden');
  const bal = await desk.bals.byId(balId);
  const held = bal && rightsAt(await desk.bals.accessesOf(balId, actor.idNat), at);
  if (!bal || (!held && (await desk.roles.rolesOf(actor.idNat)).length === 0)) return refused('notFound');
  if (!held || !answersFor(held.role) || actor.proof !== 'psc' || bal.kind === 'applicative')
    return refused('forbidden');
  await desk.listeRouge.choose(balId, wanted);
  await desk.journal.record([{ kind: 'bal.listeRougeChosen', outcome: 'ok', balId, facts: { wanted } }]);
  return done(undefined);
}
