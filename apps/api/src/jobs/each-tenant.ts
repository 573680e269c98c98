import type { ActContext, TenantContext } from '@cachet/mss-core';
import { type Database, PgRouting } from '@cachet/schema';
import type { RunUnderWay } from './job.js';

/** Where a run stands is written no oftener than this. */
const TOLD_EVERY_MS = 1_000;

/**
 * Does it for each structure, one after the other, and tells how far it is. What a dead process had done of a run is not done again: it goes on
 * after the last structure that was told.
 */
export async function eachTenant(
  database: Database,
  act: ActContext,
  run: RunUnderWay,
  work: (context: TenantContext) => Promise<unknown>,
): Promise<void> {
  const tenants = await new PgRouting(database).tenants();
  const { cursor } = run;
  let toldAt = performance.now();
  for (const [index, tenantId] of tenants.entries()) {
    run.signal.throwIfAborted();
    if (cursor !== null && tenantId <= cursor) continue;
    await work({ ...act, tenantId });
    if (performance.now() - toldAt < TOLD_EVERY_MS) continue;
    await run.standsAt({ done: index + 1, total: tenants.length, cursor: tenantId });
    toldAt = performance.now();
  }
}
