import { type MailSafe, PgHolderNotices } from '@cachet/mailstore';
import { announceCgu, type CguAnnouncingPorts, runEvery } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { type Database, PgCguAnnouncements, PgCguVersions, PgJournal } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;

interface Log {
  error(facts: object, message: string): void;
}

/** Tells those who open a BAL of the terms of use to come; where none is announced, it asks one question of the shared tables. */
export function announceCguJob(database: Database, safe: MailSafe, portalUrl: string | null, log: Log): Job {
  return {
    name: 'cgu.announce',
    nextAt: runEvery(HOUR_MS),
    run: async (act, under) => {
      const versions = await database.shared((sql) => new PgCguVersions(sql).toCome(act.at));
      if (versions.length === 0) return 'ok';
      let outcome = 'ok';
      const ports: CguAnnouncingPorts = {
        newId,
        page: portalUrl && new URL('/cgu', portalUrl).href,
        failed: ({ tenantId }, balId, fault) => {
          log.error({ err: fault, tenantId, balId }, 'a BAL could not be told of new terms of use');
          outcome = 'incomplete';
        },
        inTenant: (context, work) =>
          database.withTenant(context, (sql) =>
            work({
              announcements: new PgCguAnnouncements(sql),
              notices: new PgHolderNotices(sql, safe),
              journal: new PgJournal(sql),
            }),
          ),
      };
      await eachTenant(database, act, under, async (context) => {
        for (const version of versions) await announceCgu(ports, context, version);
      });
      return outcome;
    },
  };
}
