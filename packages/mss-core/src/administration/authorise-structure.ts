import type { Bal } from '../access/index.js';
import { parseStructureIdNat, type StructureIdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { mayAdminister } from './may-administer.js';
import type { AdministrationDesk } from './ports.js';

/** A structure whose certificates open an applicative BAL, besides the tenant itself. */
export interface StructureAccess {
  readonly balId: string;
  /** As typed: `1`+FINESS, `3`+SIRET. */
  readonly idNat: string;
}

const MOST_STRUCTURES = 20;

/**
 * Lets the certificates of a structure open an applicative BAL: its OU may hold a SIRET or the FINESS of a legal entity where the BAL
 * has that of a place. Refuses forbidden, notFound, inputInvalid (balId of a BAL that certificates do not open, idNat), limitReached.
 */
// EX_LPS_1200 (5): the BAL is attached to the idNat of the certificate's OU, by its structure or by this list.
export async function authoriseStructure(
  context: TenantContext,
  desk: AdministrationDesk,
  access: StructureAccess,
): Promise<Outcome<void>> {
  const asked = await askedOf(context, desk, access);
  if (!asked.ok) return asked;
  const { bal, idNat } = asked.value;
  const attached = await desk.bals.structuresOf(bal.id);
  if (attached.includes(idNat)) return done(undefined);
  if (attached.length >= MOST_STRUCTURES) return refused('limitReached');
  await desk.bals.addStructure(bal.id, idNat);
  await desk.journal.record([
    { kind: 'structure.authorised', outcome: 'ok', balId: bal.id, facts: { idNat } },
  ]);
  return done(undefined);
}

/** Takes it back; sessions opened with that structure's certificates end. Refuses forbidden, notFound, inputInvalid. */
export async function withdrawStructure(
  context: TenantContext,
  desk: AdministrationDesk,
  access: StructureAccess,
): Promise<Outcome<void>> {
  const asked = await askedOf(context, desk, access);
  if (!asked.ok) return asked;
  const { bal, idNat } = asked.value;
  if (!(await desk.bals.removeStructure(bal.id, idNat))) return refused('notFound');
  await desk.journal.record([
    { kind: 'structure.withdrawn', outcome: 'ok', balId: bal.id, facts: { idNat } },
  ]);
  return done(undefined);
}

async function askedOf(
  context: TenantContext,
  desk: AdministrationDesk,
  access: StructureAccess,
): Promise<Outcome<{ readonly bal: Bal; readonly idNat: StructureIdNat }>> {
  if (!(await mayAdminister(context.actor, desk.roles))) return refused('forbidden');
  const bal = await desk.bals.byId(access.balId);
  if (!bal) return refused('notFound');
  // EX_LPS_1100: certificates open applicative BAL alone.
  if (bal.kind !== 'applicative') return refused('inputInvalid', { field: 'balId' });
  const idNat = parseStructureIdNat(access.idNat);
  return idNat ? done({ bal, idNat }) : refused('inputInvalid', { field: 'idNat' });
}
