import type { TraceEvent } from '@cachet/mss-core';
import { PgJournal } from '@cachet/schema';
import { TestTenant, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { subjectSealer } from '../keys/trace-subjects.js';
import { MailWorld, testSafe } from '../mail-world.contract.js';
import { consultTraces } from './consult-traces.js';
import { sealTraces } from './seal-traces.js';

const CANARY = 'Dossier-Sitka : bilan thyroïdien';

let world: MailWorld;
let tenant: TestTenant;
let balId: string;
beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await TestTenant.create(world.database);
  balId = (await tenant.bal()).id;
});

const received = (subject: string | null): TraceEvent => ({
  ...{ kind: 'message.received', outcome: 'ok', balId, subject, facts: { size: 12 } },
});
const record = (events: readonly TraceEvent[]) =>
  world.database.withTenant(tenant.context(), (sql) =>
    new PgJournal(sql, undefined, async () => subjectSealer(await world.safe.keys.of(sql))).record(events),
  );
const asAdmin = <R>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
  withClient(world.temporary.adminUrl, async (client) => (await client.query(text, [...values])).rows);
/** As traces were written before. */
const inClear = (subject: string | null) =>
  asAdmin(
    `insert into trace_event (tenant_id, id, at, kind, outcome, actor, means, correlation_id, bal_id, facts)
     values ($1, gen_random_uuid(), $2, 'message.received', 'ok', '{}', 'smtp', 'c', $3, $4)`,
    [tenant.id, tenant.context().at, balId, JSON.stringify({ subject, size: 12 })],
  );
const seal = (most = 100) => sealTraces(world.database, world.safe, tenant.context(), most);

async function consulted(of = tenant) {
  const at = of.context().at.getTime();
  const question = {
    ...{ balId, from: new Date(at - 1_000), to: new Date(at + 1_000) },
    ...{ reader: 'Théo MARCHAND', reason: 'registre 12' },
  };
  const traces = consultTraces(world.database, testSafe(world.database), of.context(), question);
  return (await Array.fromAsync(traces)).filter(({ kind }) => kind !== 'bal.created');
}

const rowsAsText = async () =>
  JSON.stringify(await asAdmin('select t.*, encode(sealed_subject, $1) from trace_event t', ['escape']));

describe('The subject in a trace', () => {
  it('EX_GDT_5050: lies nowhere in clear, and is told to whoever consults the traces, of which there is a trace first', async () => {
    await record([received(CANARY), received(null)]);
    expect(await rowsAsText()).not.toContain('Sitka');
    const traces = await consulted();
    expect(traces.map(({ kind, subject, facts }) => [kind, subject, facts])).toEqual([
      ['message.received', CANARY, { size: 12 }],
      ['message.received', null, { size: 12 }],
      ['trace.consulted', null, expect.objectContaining({ reader: 'Théo MARCHAND', reason: 'registre 12' })],
    ]);
  });

  it('is not written by those who cannot seal it', async () => {
    const clear = world.database.withTenant(tenant.context(), (sql) =>
      new PgJournal(sql).record([received(CANARY)]),
    );
    await expect(clear).rejects.toThrow('seal');
    expect(await consulted()).toHaveLength(1);
  });

  it('opens for no neighbour, nor in another trace', async () => {
    await record([received(CANARY), received('Autre')]);
    const neighbour = await TestTenant.create(world.database);
    expect((await consulted(neighbour)).map(({ kind }) => kind)).toEqual(['trace.consulted']);
    await asAdmin('alter table trace_event disable trigger trace_event_stays');
    await asAdmin(
      `update trace_event t set sealed_subject = o.sealed_subject from trace_event o
        where t.tenant_id = $1 and o.tenant_id = $1 and t.id <> o.id and t.kind = 'message.received' and o.kind = t.kind`,
      [tenant.id],
    );
    await asAdmin('alter table trace_event enable trigger trace_event_stays');
    expect((await consulted()).map(({ subject, isDamaged }) => [subject, isDamaged])).toEqual([
      [null, true],
      [null, true],
      [null, false],
    ]);
  });

  it('EX_GDT_5050: written in clear before is sealed where it lies, as often as that is begun', async () => {
    for (const subject of [CANARY, null, `${CANARY} 2`]) await inClear(subject);
    expect(await seal(2)).toBe(2);
    expect(await seal()).toBe(1);
    expect(await seal()).toBe(0);
    expect(await rowsAsText()).not.toContain('Sitka');
    const subjects = (await consulted()).filter(({ kind }) => kind === 'message.received');
    expect(subjects.map(({ subject }) => subject).sort()).toEqual([CANARY, `${CANARY} 2`, null].sort());
    expect(subjects.map(({ facts }) => facts)).toEqual(Array(3).fill({ size: 12 }));
  });

  it('may be sealed, and nothing else of a trace be changed', async () => {
    await inClear(CANARY);
    const change = (what: string) =>
      world.database.withTenant(tenant.context(), (sql) => sql.query(`update trace_event set ${what}`));
    for (const what of [
      "facts = facts - 'subject'",
      "sealed_subject = 'x'",
      "facts = '{}', sealed_subject = 'x'",
      "outcome = 'refused'",
    ])
      await expect(change(what)).rejects.toMatchObject({ code: '42501' });
    await seal();
    await expect(change("sealed_subject = 'x'")).rejects.toMatchObject({ code: '42501' });
  });
});
