import {
  type ActContext,
  type CopyKind,
  type CopySource,
  type CopyTools,
  refreshCopy,
  runEvery,
  staleCopyEvent,
  tellOnce,
} from '@cachet/mss-core';
import { type Database, PgDirectoryCopies, withOperator } from '@cachet/schema';
import { OwnBalSource } from '../directory/own-bal-source.js';
import type { Job } from './job.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Copies one extraction of the Annuaire each day; hourly after a failure, and every minute as long as there never was any. */
// EX_2.1.3_5010, EX_2.1.4_5010, EX_2.1.3_5020
export function copyAnnuaireJob(database: Database, kind: Exclude<CopyKind, 'own'>, source: CopySource): Job {
  return {
    name: kind === 'bals' ? 'annuaire.extraction' : 'annuaire.identities',
    nextAt: runEvery(DAY_MS, ({ lastSuccessAt }) => (lastSuccessAt ? HOUR_MS : MINUTE_MS)),
    run: (act, { signal }) => refreshCopy(kind, toolsOf(database, act, source, signal)),
  };
}

/** Our own published BAL, which the search shows first. */
export function copyOwnBalsJob(database: Database): Job {
  return {
    name: 'annuaire.own',
    nextAt: runEvery(5 * MINUTE_MS),
    run: (act, { signal }) =>
      refreshCopy('own', {
        ...toolsOf(database, act, new OwnBalSource(database, act), signal),
        mayShrink: true,
      }),
  };
}

/** Looks each hour at the age of the copies in service. */
// EX_2.1.3_5020
export function watchCopiesJob(database: Database): Job {
  return {
    name: 'annuaire.copies',
    nextAt: runEvery(HOUR_MS),
    run: async (act) => {
      const copies = await new PgDirectoryCopies(database).list();
      for (const copy of copies) {
        if (copy.state !== 'inForce' || copy.kind === 'own') continue;
        const event = staleCopyEvent(copy, act.at);
        if (event) await withOperator(database, act, (board) => tellOnce(board, event, act.at));
      }
      return 'ok';
    },
  };
}

function toolsOf(database: Database, act: ActContext, source: CopySource, signal: AbortSignal): CopyTools {
  return {
    ...{ source, copies: new PgDirectoryCopies(database), at: act.at, signal },
    tell: async (work) => {
      await withOperator(database, act, work);
    },
  };
}
