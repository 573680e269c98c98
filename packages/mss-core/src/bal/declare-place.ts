import { administers } from '../administration/may-administer.js';
import { type Finess, hasFinessKey, parseFiness } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { BalDesk } from './ports.js';

/** The places of care of the structure of the visit. */
export interface PlaceRegister {
  put(place: { readonly finess: Finess; readonly name: string }): Promise<void>;
  remove(finess: Finess): Promise<boolean>;
  isUsed(finess: Finess): Promise<boolean>;
}

export interface PlaceDesk extends Pick<BalDesk, 'roles' | 'journal' | 'estate'> {
  readonly places: PlaceRegister;
}

const LONGEST_NAME = 160;

/**
 * Declares a place of care of a structure, or gives it another name: its BAL are then attached to one of them. Refuses forbidden,
 * scopeMissing, finessMalformed, inputInvalid (name; finess, for a structure that has no FINESS number itself).
 */
// EX_PBA_5011: the geographic FINESS is that of the place a BAL belongs to.
export async function declarePlace(
  context: TenantContext,
  desk: PlaceDesk,
  { finess, name }: { readonly finess: string; readonly name: string },
): Promise<Outcome<void>> {
  const allowed = await administers(context, desk.roles, 'bal:write');
  if (!allowed.ok) return allowed;
  const number = parseFiness(finess);
  if (!number || !hasFinessKey(number)) return refused('finessMalformed', { finess });
  const called = name.trim();
  if (called === '' || called.length > LONGEST_NAME) return refused('inputInvalid', { field: 'name' });
  const structure = await desk.estate.structure();
  if (structure.kind !== 'structure') return refused('inputInvalid', { field: 'finess' });
  await desk.places.put({ finess: number, name: called });
  await desk.journal.record([{ kind: 'structure.placeDeclared', outcome: 'ok', facts: { finess: number } }]);
  return done(undefined);
}

/** Takes it back. Refuses forbidden, scopeMissing, notFound, placeInUse. */
export async function withdrawPlace(
  context: TenantContext,
  desk: PlaceDesk,
  finess: string,
): Promise<Outcome<void>> {
  const allowed = await administers(context, desk.roles, 'bal:write');
  if (!allowed.ok) return allowed;
  const number = parseFiness(finess);
  if (!number) return refused('notFound');
  if (await desk.places.isUsed(number)) return refused('placeInUse', { finess: number });
  if (!(await desk.places.remove(number))) return refused('notFound');
  await desk.journal.record([{ kind: 'structure.placeWithdrawn', outcome: 'ok', facts: { finess: number } }]);
  return done(undefined);
}
