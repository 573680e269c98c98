import { readFile } from 'node:fs/promises';
import { ChainAltered, chainDifferences } from '@cachet/ans';
import { type ActContext, runEvery } from '@cachet/mss-core';
import { type Database, PgRouting, withOperator } from '@cachet/schema';
import type { Job } from './job.js';

const DAY_MS = 86_400_000;

/** Compares the installed IGC-Santé chain with its fingerprints each day, and tells the operator as long as it differs. */
// RE_OPE_5040: the fingerprints of the installed certificates are verified regularly.
export function watchChainJob(
  database: Database,
  chain: { readonly file: string; readonly fingerprints: readonly string[] },
): Job {
  const routing = new PgRouting(database);
  return {
    name: 'igc.chain',
    nextAt: runEvery(DAY_MS),
    hasWork: async () => (await routing.operatorTenant()) !== null,
    run: async (act) => {
      const differences = chainDifferences(await readFile(chain.file, 'utf8'), chain.fingerprints);
      if (differences.length === 0) return 'ok';
      await raiseChainAltered(database, act, new ChainAltered(differences));
      return 'chainAltered';
    },
  };
}

/** Also for a process that refuses to start: its reason is told where somebody reads it, once a day however often it is tried. */
export async function raiseChainAltered(
  database: Database,
  act: ActContext,
  { differences }: ChainAltered,
): Promise<void> {
  const facts = { differences: differences.join(', ') };
  await withOperator(database, act, async (compliance) => {
    const last = await compliance.lastOf('igc.chainAltered');
    const isTold =
      last?.facts.differences === facts.differences && act.at.getTime() - last.at.getTime() < DAY_MS;
    if (!isTold) await compliance.raise([{ kind: 'igc.chainAltered', severity: 'critical', facts }]);
  });
}
