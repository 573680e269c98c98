import type { Bal } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import type { TenantSql } from '@cachet/schema';
import type { TestTenant } from '@cachet/testkit';
import type { ApiWorld } from './api-world.fixture.js';

const DAY_MS = 86_400_000;

/** As many feeds to the Annuaire, with what the last one changed, anomalies and corrections of it; as many deposits and runs of a job. */
export async function fillAnnuaireLists(
  world: ApiWorld,
  tenant: TestTenant,
  bal: Bal,
  each: number,
): Promise<{ readonly publicationId: string; readonly jobName: string }> {
  const feeds = Array.from({ length: each }, () => newId());
  await world.database.withTenant(tenant.context(), async (sql) => {
    for (const [number, feed] of feeds.entries()) await addFeed(sql, tenant, feed, dayOf(world, number));
    const [last, night] = [feeds.at(-1) ?? '', dayOf(world, each - 1)];
    for (let number = 0; number < each; number += 1) {
      await addChange(sql, tenant, bal, { feed: last, night, address: `change${number}@${tenant.domain}` });
      await addAnomaly(sql, tenant, bal, { feed: last, night, code: `MSS00${number}` });
      await addCorrection(sql, tenant, bal, { night, personId: (await tenant.person()).id });
    }
  });
  await world.database.shared(async (sql) => {
    for (let number = 0; number < each; number += 1) {
      await sql.query(
        `insert into statistics_deposit (id, month, domain, state, next_at) values ($1, $2, $3, 'refused', now())`,
        [newId(), new Date(Date.UTC(2025, number)).toISOString().slice(0, 7), tenant.domain],
      );
      await sql.query(
        `insert into job_run (id, name, started_at, ended_at, duration_ms, outcome, was_asked)
         values ($1, $2, $3, $3, 1, 'ok', false)`,
        // Two by two at the same moment: their ids decide.
        [newId(), JOB, dayOf(world, Math.floor(number / 2))],
      );
    }
  });
  return { publicationId: feeds.at(-1) ?? '', jobName: JOB };
}

const JOB = 'annuaire.publish';

function dayOf({ now }: ApiWorld, number: number): Date {
  return new Date(now.getTime() + number * DAY_MS);
}

async function addFeed(
  sql: TenantSql,
  { id: tenantId, domain }: TestTenant,
  feed: string,
  night: Date,
): Promise<void> {
  await sql.query(
    `insert into annuaire_feed (id, domain, night, state, begun_at) values ($1, $2, $3, 'reported', $3)`,
    [feed, domain, night],
  );
  await sql.query(
    `insert into publication_share (tenant_id, feed_id, domain, begun_at, declared, on_liste_rouge, blocked, warned, kept_back,
                                    left_out, created, changed, removed)
     values ($1, $2, $3, $4, 1, 0, 0, 0, 0, 0, 1, 0, 0)`,
    [tenantId, feed, domain, night],
  );
}

async function addChange(
  sql: TenantSql,
  { id: tenantId, domain }: TestTenant,
  { id: balId }: Bal,
  { feed, night, address }: { readonly feed: string; readonly night: Date; readonly address: string },
): Promise<void> {
  await sql.query(
    `insert into publication_change (tenant_id, feed_id, address, domain, night, bal_id, before, after)
     values ($1, $2, $3, $4, $5, $6, null, 'x')`,
    [tenantId, feed, address, domain, night, balId],
  );
}

async function addAnomaly(
  sql: TenantSql,
  { id: tenantId, domain }: TestTenant,
  { id: balId, address }: Bal,
  { feed, night, code }: { readonly feed: string; readonly night: Date; readonly code: string },
): Promise<void> {
  await sql.query(
    `insert into publication_anomaly (tenant_id, id, domain, address, bal_id, code, severity, motive, feed_id, since, seen_at)
     values ($1, $2, $3, $4, $5, $6, 'warning', 'motif', $7, $8, $8)`,
    [tenantId, newId(), domain, address, balId, code, feed, night],
  );
}

async function addCorrection(
  sql: TenantSql,
  { id: tenantId }: TestTenant,
  { id: balId }: Bal,
  { personId, night }: { readonly personId: string; readonly night: Date },
): Promise<void> {
  await sql.query(
    `insert into publication_correction (tenant_id, id, kind, bal_id, person_id, known_id_nat, state, proposed_at)
     values ($1, $2, 'identity', $3, $4, '899700218896', 'proposed', $5)`,
    [tenantId, newId(), balId, personId, night],
  );
}
