import { randomUUID } from 'node:crypto';
import { type Bal, parseMonth } from '@cachet/mss-core';
import { PgDeliveries, PgSentLetters, PgStatisticsMonths } from '@cachet/schema';
import { address, TestTenant, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { forgetDeliveriesJob } from './forget-deliveries.js';
import { UNWATCHED } from './job.js';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-11-20T12:00:00Z');
const JULY = parseMonth('2026-07')!;

let world: ApiWorld;
let hospital: TestTenant;
let bal: Bal;

beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.stop());
beforeEach(async () => {
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  bal = await hospital.bal({ responsible: await hospital.person() });
});

/** A letter of that BAL to as many recipients. */
async function send(
  day: string,
  state: 'delivered' | 'queued',
  recipients = 1,
  of = { tenant: hospital, bal },
) {
  const at = new Date(`${day}T10:00:00Z`);
  const messageId = randomUUID();
  await world.database.withTenant(of.tenant.context({ at }), async (sql) => {
    await new PgDeliveries(sql).add(
      Array.from({ length: recipients }, (_, n) => ({
        ...{ id: randomUUID(), direction: 'outbound', balId: of.bal.id, messageId, size: 500, state },
        ...{ sender: of.bal.address, recipient: address(`r${n}@peer-operateur.mssante.fr`) },
        mss: { ins: 'O', codeCda: '34112-3', nil: 'X' },
      })),
    );
    await new PgSentLetters(sql).remember({ balId: of.bal.id, messageId, copyId: messageId, mailId: null });
  });
}

function forget(keptDays = 1, now = NOW): Promise<string> {
  const actor = { kind: 'system', name: 'jobs:deliveries.forget' } as const;
  const act = { actor, means: 'job', at: now, correlationId: 'c', remoteAddress: null } as const;
  return forgetDeliveriesJob(world.database, keptDays * DAY_MS).run(act, UNWATCHED);
}

async function left(of = hospital): Promise<readonly number[]> {
  const counts = [];
  for (const table of ['delivery', 'delivery_event', 'sent_letter', 'delivery_report'])
    counts.push(
      await world.database.withTenant(of.context(), async (sql) => {
        const [row] = await sql.query<{ n: number }>(`select count(*)::int as n from ${table}`);
        return row?.n ?? -1;
      }),
    );
  return counts;
}

const forgotten = async (of = hospital) => {
  const rows = await world.database.withTenant(of.context(), (sql) =>
    sql.query<{ facts: { deliveries: number } }>(
      "select facts from trace_event where kind = 'deliveries.forgotten' order by at, id",
    ),
  );
  return rows.map(({ facts }) => facts);
};

describe('EX_GDT_5070: deliveries that are over', () => {
  it('leave with their steps, reports and letters once kept long enough; the trace says how many, the month stays counted', async () => {
    await send('2026-07-02', 'delivered', 2);
    await send('2026-07-31', 'delivered');
    await send('2026-09-02', 'delivered');
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query(`insert into delivery_report (tenant_id, delivery_id, kind, at)
                 select tenant_id, id, 'read', created_at from delivery`),
    );
    await forget(200);
    expect(await left()).toEqual([4, 4, 3, 4]);
    await forget(120);
    expect(await left()).toEqual([2, 2, 2, 2]);
    await forget(1);
    expect(await left()).toEqual([1, 1, 1, 1]);
    expect(await forgotten()).toMatchObject([{ deliveries: 2 }, { deliveries: 1 }]);
    const months = await world.database.withTenant(hospital.context(), (sql) =>
      new PgStatisticsMonths(sql).kept([JULY]),
    );
    expect(months.get(JULY)).toMatchObject({ delivered: 3, withQualifiedIns: 3 });
  });

  it('EX_PSU_5810: stay while statistics need them: three months, and a month whose files are to be written', async () => {
    await send('2026-08-01', 'delivered');
    await forget();
    expect(await left()).toEqual([1, 1, 1, 0]);
    await send('2026-05-01', 'delivered');
    await world.database.shared((sql) =>
      sql.query(
        `insert into statistics_deposit (id, month, domain, state, next_at) values ($1, '2026-05', $2, 'due', now())`,
        [randomUUID(), hospital.domain],
      ),
    );
    await forget();
    expect(await left()).toEqual([2, 2, 2, 0]);
    await world.database.shared((sql) =>
      sql.query("update statistics_deposit set state = 'accepted' where domain = $1", [hospital.domain]),
    );
    await forget();
    expect(await left()).toEqual([1, 1, 1, 0]);
  });

  it('that still wait to leave stay, whatever their age, and so do those of a neighbour who has none to forget', async () => {
    const neighbour = await TestTenant.create(world.database, { kind: 'structure' });
    const theirs = await neighbour.bal({ responsible: await neighbour.person() });
    await send('2026-11-01', 'delivered', 1, { tenant: neighbour, bal: theirs });
    await send('2025-01-01', 'queued');
    await forget();
    expect(await left()).toEqual([1, 1, 1, 0]);
    expect(await left(neighbour)).toEqual([1, 1, 1, 0]);
    expect(await forgotten(neighbour)).toEqual([]);
  });

  it('are forgotten in batches, each once, by two runners at once', async () => {
    await send('2025-01-02', 'delivered', 1);
    await withClient(world.temporary.adminUrl, (client) =>
      client.query(
        `insert into delivery select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid()))).*
                      from delivery d, generate_series(1, 2500) where d.tenant_id = $1`,
        [hospital.id],
      ),
    );
    await Promise.all([forget(), forget()]);
    expect(await left()).toEqual([0, 0, 0, 0]);
    const counts = (await forgotten()).map(({ deliveries }) => Number(deliveries));
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(2501);
    expect(Math.max(...counts)).toBe(1_000);
  });
});
