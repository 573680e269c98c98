import type { Outcome, Refusal } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { ListeBlancheSource } from './liste-blanche-ports.js';
import {
  type ListeBlancheTools,
  putListInForce,
  type RefreshedListeBlanche,
  recordRefusal,
} from './put-list-in-force.js';

export interface ListeBlancheRefresh extends ListeBlancheTools {
  readonly source: ListeBlancheSource;
}

/**
 * Fetches the published list, verifies it and puts it in force; done daily and on demand. When anything is wrong the last
 * valid version stays in force, the refusal is traced and raised, and mail goes on.
 */
export async function refreshListeBlanche(
  context: ActContext,
  tools: ListeBlancheRefresh,
): Promise<Outcome<RefreshedListeBlanche>> {
  // EX_2.2_5010: the latest version is fetched each day from its published address.
  const fetched = await tools.source.fetch();
  if (!fetched.ok) return keepLast(context, tools, fetched.refusal);
  // EX_2.2_5040: the signature is verified after every download, before anything is read.
  const verified = await tools.verifier.verify(fetched.value);
  if (!verified.ok) return keepLast(context, tools, verified.refusal);
  return putListInForce(context, tools, { list: verified.value, xml: fetched.value, isApproved: false });
}

function keepLast(
  context: ActContext,
  tools: ListeBlancheRefresh,
  refusal: Refusal,
): Promise<Outcome<RefreshedListeBlanche>> {
  return tools.register((register) => recordRefusal(context, register, refusal, null));
}
