import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Person } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgCompliance, PgEvents } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TestReceiver } from '../webhooks/receiver.fixture.js';
import { ApiWorld } from './api-world.fixture.js';
import { type MortalPlan, Mortals } from './mortal.fixture.js';

// Each life is a process that begins.
vi.setConfig({ testTimeout: 4 * 60_000, hookTimeout: 2 * 60_000 });

let world: ApiWorld;
let mortals: Mortals;
let hospital: TestTenant;
let head: Person;
let manager: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  mortals = await Mortals.build();
});
afterAll(async () => {
  mortals.remove();
  await world.stop();
});
beforeEach(async () => {
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  head = await hospital.person();
  await hospital.role(head, 'manager');
  manager = await world.signIn(head);
});

function plan(work: MortalPlan['work'], authorities: readonly string[] = []): Omit<MortalPlan, 'diesAt'> {
  const { appUrl: databaseUrl } = world.temporary;
  return { work, databaseUrl, at: world.now.toISOString(), context: hospital.context(), authorities };
}

function sql<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
  return world.database.withTenant(hospital.context(), (sql) => sql.query<R & object>(text, [...values]));
}

/** As a minute would: what a dead process held may be taken. */
const leasesEnd = async () => {
  await world.database.shared(async (sql) => {
    await sql.query("update operation_due set leased_until = '2000-01-01' where leased_until is not null");
    await sql.query("update webhook_due set leased_until = '2000-01-01' where leased_until is not null");
    await sql.query("update scheduled_job set taken_until = '2000-01-01' where taken_until is not null");
  });
};

async function ask(query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await world.ask(query, manager, { id: hospital.id, ...variables });
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

describe('an operation whose process is killed at any line', () => {
  const ROWS = 10;
  /** An operation is some hundreds of writes. */
  const FEW = { first: 30, growth: 2 };

  async function operation(id: string) {
    const { operation } = await ask(
      `query ($operation: ID!) { operation(id: $operation) { ... on Operation { state progress total done unchanged failed skipped
         rows(first: 100) { edges { node { number state balId } } } } } }`,
      { operation: id },
    );
    return { ...operation, rows: operation.rows.edges.map(({ node }: { node: unknown }) => node) };
  }

  it('is gone on with by the next: no row twice, none left, its progress that of its rows; and so is taking it back', async () => {
    const rows = Array.from(
      { length: ROWS },
      (_, n) => `service-${n}@${hospital.domain};organisationnelle;99900000017;FICTIF;Jean;Une BAL;500`,
    );
    const csv = ['adresse;type;responsable;responsable nom;responsable prénom;description;quota Mo', ...rows];
    const { balImport } = await ask(
      `mutation ($id: ID!, $csv: String!) { balImport(structureId: $id, file: { csv: $csv }) { ... on Operation { id } ... on Refus { code } } }`,
      { csv: csv.join('\n') },
    );
    const seen: number[] = [];
    const look = async () => {
      await leasesEnd();
      const { done, progress, rows: each } = await operation(balImport.id);
      expect(each.filter(({ state }: { state: string }) => state === 'DONE')).toHaveLength(done);
      expect(progress).toBe(Math.floor((100 * done) / ROWS));
      seen.push(done);
    };
    expect(await mortals.livesOf(plan('operations'), look, FEW)).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(await operation(balImport.id)).toMatchObject({
      ...{ state: 'SUCCEEDED', progress: 100, total: ROWS, done: ROWS, failed: 0, skipped: 0 },
    });
    const [opened] = await sql<{ bals: number; accesses: number }>(
      `select (select count(*)::int from bal where address like 'service-%') as bals,
              (select count(*)::int from bal_access a join bal b on b.id = a.bal_id where b.address like 'service-%') as accesses`,
    );
    expect(opened).toEqual({ bals: ROWS, accesses: ROWS });
    expect(await tracesOf('bal.created')).toBe(ROWS);
    expect(await tracesOf('operation.ended')).toBe(1);

    const { operationRollback } = await ask(
      `mutation ($id: ID!, $operation: ID!) { operationRollback(structureId: $id, operationId: $operation) { ... on Operation { id } } }`,
      { operation: balImport.id },
    );
    expect(await mortals.livesOf(plan('operations'), leasesEnd, FEW)).toBeGreaterThan(2);
    expect(await operation(operationRollback.id)).toMatchObject({ state: 'SUCCEEDED', done: ROWS });
    const states = (await operation(balImport.id)).rows.map(({ state }: { state: string }) => state);
    expect(new Set(states)).toEqual(new Set(['UNDONE']));
    expect(await tracesOf('bal.deleted')).toBe(ROWS);
    expect(await world.database.shared((sql) => sql.query('select from operation_due'))).toEqual([]);
  });

  async function tracesOf(kind: string): Promise<number> {
    return (await world.traces(hospital)).filter((trace) => trace.kind === kind).length;
  }
});

describe('webhooks whose sender is killed at any line', () => {
  it('are told of everything, at least once, and are not reproached with it', async () => {
    const receiver = await TestReceiver.start();
    const { webhookCreate } = await ask(
      `mutation ($id: ID!, $url: String!) { webhookCreate(structureId: $id, url: $url, kinds: [INCIDENT]) {
         ... on WebhookWithSecret { webhook { id } } ... on Refus { code } } }`,
      { url: receiver.url() },
    );
    const alarm = { kind: 'malware.found', severity: 'warning', facts: {} } as const;
    const raise = () =>
      world.database.withTenant(hospital.context({ at: world.now }), (sql) =>
        new PgCompliance(sql).raise([alarm, alarm, alarm, alarm]),
      );
    await raise();
    const dead = await mortals.livesOf(plan('webhooks', [receiver.ca]), async () => {
      await leasesEnd();
      // It goes on happening.
      if (receiver.received.length < 12) await raise();
    });
    expect(dead).toBeGreaterThan(2);
    const expected = await sql<{ id: string }>("select id from tenant_event where kind = 'incident'");
    const told = receiver.received.map(({ headers }) => String(headers['webhook-id']));
    expect(new Set(told)).toEqual(new Set(expected.map(({ id }) => id)));
    // Of the calls that a death interrupted, each may be made again: four at a time, to one webhook.
    expect(told.length).toBeLessThanOrEqual(expected.length + 4 * dead);
    const states = await sql('select distinct state, attempts from webhook_delivery');
    expect(states).toEqual([{ state: 'delivered', attempts: 1 }]);
    const [webhook] = await sql('select is_active, failing_since, stopped_for from webhook where id = $1', [
      webhookCreate.webhook.id,
    ]);
    expect(webhook).toEqual({ is_active: true, failing_since: null, stopped_for: null });
    await receiver.stop();
  });
});

describe('what retention forgets, its process killed at any line', () => {
  it('is forgotten all the same, the oldest first and without a hole', async () => {
    await world.database.withTenant(hospital.context({ at: new Date(world.now.getTime() - 60_000) }), (sql) =>
      new PgCompliance(sql).raise(
        Array.from({ length: 20 }, () => ({
          kind: 'malware.found',
          severity: 'info',
          facts: { id: newId() },
        })),
      ),
    );
    const fresh = { kind: 'malware.found', severity: 'warning', facts: {} } as const;
    await world.database.withTenant(hospital.context({ at: world.now }), (sql) =>
      new PgCompliance(sql).raise([fresh]),
    );
    const dead = await mortals.livesOf(plan('retention'), async () => {
      await leasesEnd();
      const [marks] = await sql<{ forgotten: number; least: number | null }>(
        `select coalesce((select forgotten from tenant_event_mark), 0)::int as forgotten,
                (select min(position) from tenant_event)::int as least`,
      );
      // Either nothing of it has happened, or all.
      expect(marks?.least ?? 1).toBe((marks?.forgotten ?? 0) + 1);
    });
    expect(dead).toBeGreaterThan(2);
    const left = await world.database.withTenant(hospital.context(), async (sql) => {
      const events = new PgEvents(sql);
      const { forgotten } = await events.settle();
      return events.after(forgotten, 100);
    });
    expect(left.map(({ facts }) => facts.severity)).toEqual(['warning']);
    const jobs = await world.database.shared((sql) =>
      sql.query('select name, last_outcome, taken_by from scheduled_job order by name'),
    );
    expect(jobs).toEqual([
      { name: 'events.forget', last_outcome: 'ok', taken_by: null },
      { name: 'operations.forget', last_outcome: 'ok', taken_by: null },
    ]);
    const runs = await world.database.shared((sql) =>
      sql.query<{ outcome: string; n: number }>(
        'select outcome, count(*)::int as n from job_run group by outcome order by outcome',
      ),
    );
    // Each run that a death cut short is told; none is left under way.
    expect(runs.map(({ outcome }) => outcome)).toEqual(['interrupted', 'ok']);
    expect(runs[0]?.n).toBeLessThanOrEqual(2 * dead);
  });
});

describe('EX_1.1.1_5010: a feed whose process is killed at any line', () => {
  const sent: string[][] = [];
  const EVENING = '2026-11-20T22:10:00.000Z';
  const MORNING = '2026-11-21T05:00:00.000Z';

  /** Gives tickets, and of each a report that rejects the first BAL. */
  const annuaire = createServer(async (request, response) => {
    const ticket = new URL(request.url ?? '', 'http://x').searchParams.get('ticket');
    if (ticket === null) {
      sent.push(JSON.parse(await text(request)));
      return void response.end(`t${sent.length}`);
    }
    const addresses = sent[Number(ticket.slice(1)) - 1] ?? [];
    const counts = { different: 0, created: 0, changed: 0, removed: 0, blocked: 1, warned: 0 };
    const rejected = { code: 'MSS008', motive: 'm', severity: 'blocking', address: addresses[0] };
    const anomalies = [{ ...rejected, knownName: null, knownIdentity: null }];
    const domains = [{ domain: hospital.domain, counts: { ...counts, read: addresses.length }, anomalies }];
    response.end(JSON.stringify({ ticket, domains }));
  });

  it('leaves again or is kept with its ticket: nothing acknowledged is lost, nothing is kept twice', async () => {
    await world.database.shared((sql) =>
      sql.query('delete from route_domain where domain <> $1', [hospital.domain]),
    );
    const bals = [await hospital.bal({ responsible: head }), await hospital.bal({ responsible: head })];
    annuaire.listen(0, '127.0.0.1');
    await once(annuaire, 'listening');
    onTestFinished(() => void annuaire.close());
    const { port } = annuaire.address() as AddressInfo;
    const at = (moment: string) => ({
      ...plan('publication'),
      at: moment,
      annuaire: `http://127.0.0.1:${port}/`,
    });
    const claimsEnd = async () => {
      await world.database.shared((sql) => sql.query("update annuaire_feed set taken_until = '2000-01-01'"));
    };
    expect(await mortals.livesOf(at(EVENING), claimsEnd)).toBeGreaterThan(3);
    const [feed, ...others] = await world.database.shared((sql) =>
      sql.query<{ state: string; ticket: string }>('select state, ticket from annuaire_feed'),
    );
    // The ticket that is kept is that of the last one sent, whose content the Annuaire has.
    expect([feed, others]).toEqual([{ state: 'sent', ticket: `t${sent.length}` }, []]);
    expect(sent.at(-1)).toEqual(bals.map(({ address }) => address).sort());
    expect(await sql('select address from publication_record order by address')).toHaveLength(2);

    expect(await mortals.livesOf(at(MORNING), claimsEnd)).toBeGreaterThan(3);
    expect(await sql('select code from publication_anomaly where gone_at is null')).toEqual([
      { code: 'MSS008' },
    ]);
    const told = await sql<{ kind: string; n: number }>(
      "select kind, count(*)::int as n from trace_event where kind like 'publication.%' group by kind order by kind",
    );
    expect(told).toEqual([
      { kind: 'publication.reported', n: 1 },
      { kind: 'publication.sent', n: 1 },
    ]);
  });
});
