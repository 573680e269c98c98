import { type AdministrationDesk, administers, wrongFieldOf } from '../administration/index.js';
import type { Person } from '../administration/ports.js';
import type { IdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';

/** What the Annuaire knows otherwise of somebody. */
export interface Correction {
  readonly id: string;
  readonly balId: string;
  readonly personId: string;
  readonly known:
    | { readonly kind: 'identity'; readonly idNat: IdNat }
    | { readonly kind: 'name'; readonly familyName: string; readonly givenName: string };
  readonly state: CorrectionState;
}

export type CorrectionState = 'proposed' | 'applied' | 'declined' | 'gone';

export interface CorrectionDesk extends Pick<AdministrationDesk, 'people' | 'tenants' | 'roles' | 'journal'> {
  readonly corrections: {
    /** Until the transaction ends, nobody else decides of it. */
    hold(id: string): Promise<Correction | null>;
    decide(id: string, state: 'applied' | 'declined'): Promise<void>;
  };
  /** Gives a person another number: whoever signs in by the former one finds nothing here any more. */
  renumber(person: Person, idNat: IdNat): Promise<void>;
}

/**
 * A manager’s yes or no to what the Annuaire knows otherwise of somebody. Nothing is applied without it: a number decides who opens a BAL.
 * Refuses forbidden, scopeMissing, notFound, changedMeanwhile (decided already), identityTaken, inputInvalid.
 */
// EX_PBA_5100
export async function decideCorrection(
  context: TenantContext,
  desk: CorrectionDesk,
  { correctionId, isAccepted }: { readonly correctionId: string; readonly isAccepted: boolean },
): Promise<Outcome<Correction>> {
  const allowed = await administers(context, desk.roles, 'person:write');
  if (!allowed.ok) return allowed;
  const correction = await desk.corrections.hold(correctionId);
  if (!correction) return refused('notFound');
  if (correction.state !== 'proposed') return refused('changedMeanwhile');
  const { id, balId, personId, known } = correction;
  const facts = { correctionId: id, personId, kind: known.kind };
  if (!isAccepted) {
    await desk.corrections.decide(id, 'declined');
    await desk.journal.record([{ kind: 'publication.correctionDeclined', outcome: 'ok', balId, facts }]);
    return done({ ...correction, state: 'declined' });
  }
  const applied = await apply(desk, correction);
  if (!applied.ok) return applied;
  await desk.corrections.decide(id, 'applied');
  await desk.journal.record([{ kind: 'publication.corrected', outcome: 'ok', balId, facts }]);
  return done({ ...correction, state: 'applied' });
}

async function apply(desk: CorrectionDesk, { personId, known }: Correction): Promise<Outcome<void>> {
  const person = await desk.people.byId(personId);
  if (!person || person.leftAt) return refused('notFound');
  if (known.kind === 'name') {
    const { familyName, givenName } = known;
    const renamed = { ...person, familyName, givenName };
    const field = await wrongFieldOf(desk, renamed);
    if (field) return refused('inputInvalid', { field });
    return (await desk.people.update(renamed)) ? done(undefined) : refused('changedMeanwhile');
  }
  // Two people are never made one: whoever has that number already is given the rights, and the former one leaves.
  if (await desk.people.byIdNat(known.idNat)) return refused('identityTaken', { field: 'number' });
  await desk.renumber(person, known.idNat);
  return done(undefined);
}
