import type { Outcome } from '../outcome/index.js';
import { done } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { held, type ProvisioningDesk } from './desk.js';
import { leaveStructure } from './leaving.js';

/**
 * Ends what the directory keeps of a person, who leaves the structure: sessions, accesses and roles end. What they did stays known. Refuses
 * forbidden, scopeMissing, notFound, changedMeanwhile.
 */
export async function removeUser(
  context: TenantContext,
  desk: ProvisioningDesk,
  id: string,
  versions: readonly string[] | null,
): Promise<Outcome<void>> {
  const found = await held(context, desk, () => desk.users.byId(id), versions);
  if (!found.ok) return found;
  const { idNat } = found.value;
  const left = await leaveStructure(context, desk, id);
  if (!left.ok) return left;
  await desk.users.remove(id);
  await desk.administration.journal.record([
    { kind: 'person.unprovisioned', outcome: 'ok', facts: { personId: id, idNat } },
  ]);
  return done(undefined);
}
