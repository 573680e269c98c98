import { type MailSafe, safeIsUsable } from '@cachet/mailstore';
import { type Check, type CheckResult, type Logger, newId } from '@cachet/runtime';
import { type Database, PgRouting } from '@cachet/schema';
import type { Container } from '../container.js';

const PROBE_KEPT_MS = 15_000;

/** What the API depends on. Without its neighbours it still answers, and says which is gone. */
export function readinessChecks({ database, safe, psc, wallClock, logger }: Container): readonly Check[] {
  return [
    postgresCheck(database),
    keysCheck(database, safe, wallClock),
    presenceCheck(database, 'mailedge'),
    presenceCheck(database, 'jobs'),
    { name: 'psc', required: false, run: kept(wallClock, () => psc.ready()) },
  ].map((check) => discreet(check, logger));
}

/**
 * The same check, telling a stranger no more than that something is unreachable or absent. What stands behind it, which may
 * name hosts and people of the installation, goes to the log.
 */
export function discreet(check: Check, logger: Pick<Logger, 'warn'>): Check {
  return {
    ...check,
    run: async () => {
      try {
        const result = await check.run();
        if (result.ok || result.reason === 'absent') return result;
        logger.warn({ check: check.name, reason: result.reason }, 'a check failed');
      } catch (error) {
        logger.warn({ check: check.name, err: error }, 'a check failed');
      }
      return { ok: false, reason: 'unreachable' };
    },
  };
}

export function postgresCheck(database: Database): Check {
  return {
    name: 'postgres',
    required: true,
    run: async () => {
      await database.shared((sql) => sql.query('select 1'));
      return { ok: true };
    },
  };
}

/** Without the keys nobody reads mail; everything else is answered. */
export function keysCheck(database: Database, safe: MailSafe, now: () => Date): Check {
  const run = kept(now, () => safeIsUsable(safe, new PgRouting(database), newId));
  return { name: 'keys', required: false, run };
}

/** A process of ours is alive as long as its listening connection is. */
export function presenceCheck(database: Database, name: string): Check {
  return {
    name,
    required: false,
    run: async () => ((await database.presence()).has(name) ? { ok: true } : { ok: false, reason: 'absent' }),
  };
}

/** Asks at most every fifteen seconds: a monitor's questions are not passed on to a national service. */
function kept(now: () => Date, probe: () => Promise<CheckResult>): () => Promise<CheckResult> {
  let last: { readonly at: number; readonly result: Promise<CheckResult> } | null = null;
  return () => {
    if (!last || now().getTime() - last.at > PROBE_KEPT_MS) last = { at: now().getTime(), result: probe() };
    return last.result;
  };
}
