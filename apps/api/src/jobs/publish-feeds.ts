import { type ComplianceEvent, fetchReport, type Published, publishDomain, runEvery } from '@cachet/mss-core';
import type { Publication } from '../publication/open-publication.js';
import type { Job } from './job.js';

const TEN_MINUTES_MS = 10 * 60_000;

interface Log {
  error(facts: object, message: string): void;
}

/**
 * Sends the feeds of the domains that are due, each alone: what goes wrong with one holds no other back. It looks every ten minutes, which
 * is also how soon an Annuaire that did not take a feed is asked again, until its night begins.
 */
// RE_1.1.1_5020
export function publishFeedsJob(publication: Publication, log: Log): Job {
  return {
    name: 'annuaire.publish',
    nextAt: runEvery(TEN_MINUTES_MS, () => TEN_MINUTES_MS),
    run: async (act) => {
      const became = new Set<Published | 'fault'>();
      for (const domain of await publication.shelf.domains())
        became.add(
          await publishDomain(act, publication, domain).catch((fault: unknown) => {
            log.error({ err: fault, domain: domain.domain }, 'a feed could not be sent');
            return 'fault' as const;
          }),
        );
      const missed = await publication.shelf.miss(act.at);
      const events = missed.map(
        ({ id, domain }): ComplianceEvent => ({
          ...{ kind: 'publication.missed', severity: 'critical' },
          facts: { publicationId: id, domain },
        }),
      );
      if (missed.length > 0) await publication.tellOperator(act, events);
      return worstOf(became);
    },
  };
}

/** Asks for the reports that the night should have left. */
// EX_1.1.1_5030
export function fetchReportsJob(publication: Publication, log: Log): Job {
  return {
    name: 'annuaire.report',
    nextAt: runEvery(TEN_MINUTES_MS, () => TEN_MINUTES_MS),
    run: async (act) => {
      let outcome = 'ok';
      for (const feed of await publication.shelf.awaited(act.at)) {
        const asked = await fetchReport(act, publication, feed).catch((fault: unknown) => {
          log.error({ err: fault, domain: feed.domain }, 'a report could not be kept');
          return 'fault' as const;
        });
        if (asked === 'again' || asked === 'givenUp' || asked === 'fault') outcome = 'incomplete';
      }
      return outcome;
    },
  };
}

function worstOf(became: ReadonlySet<Published | 'fault'>): string {
  for (const outcome of ['fault', 'refused', 'again', 'held'] as const)
    if (became.has(outcome)) return outcome;
  return 'ok';
}
