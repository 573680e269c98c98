import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatisticsArchives, StoreDamaged } from '@cachet/mailstore';
import { type ActContext, type Bal, parseMonth, type StatisticsDeposit } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  PgCompliance,
  PgDeliveries,
  PgOwnDeposits,
  PgStatisticsDeposits,
  PgStatisticsMonths,
} from '@cachet/schema';
import { address, TestTenant, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { FakeSipil, reportOf } from './fake-sipil.fixture.js';
import { StatisticsDepositor } from './statistics-depositor.js';

const OCTOBER = parseMonth('2026-10')!;
const FIRST = new Date('2026-11-01T01:30:00Z');
const inHours = (hours: number) => new Date(FIRST.getTime() + hours * 3_600_000);

const folder = mkdtempSync(join(tmpdir(), 'cachet-statistics-'));
let world: ApiWorld;
let operator: TestTenant;
let hospital: TestTenant;
let bal: Bal;
let now: Date;
let sipil: FakeSipil;
let faults: unknown[];

beforeAll(async () => {
  world = await ApiWorld.start();
  operator = await TestTenant.create(world.database, { kind: 'operator' });
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await admin(
    ...['statistics_deposit', 'statistics_archive', 'route_domain', 'compliance_event'].map(
      (t) => `delete from ${t}`,
    ),
  );
  hospital = await TestTenant.create(world.database);
  bal = await hospital.bal({ address: 'urgences', kind: 'organisational', description: 'Urgences' });
  await admin(
    `update tenant set created_at = '2026-10-01'`,
    `update bal set created_at = '2026-10-02' where id = '${bal.id}'`,
  );
  [now, sipil, faults] = [FIRST, new FakeSipil(), []];
});

/** Until `told`, or the test's end, that table takes nothing of the hospital's; or nothing is updated there. */
async function untold(table: string, act = 'insert'): Promise<void> {
  await admin(
    `create or replace function refuse_event() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$`,
    `create trigger refuse_event before ${act} on ${table} for each row
       ${act === 'insert' ? `when (new.tenant_id = '${hospital.id}')` : ''} execute function refuse_event()`,
  );
  onTestFinished(told);
}

async function told(): Promise<void> {
  await admin('drop function if exists refuse_event cascade');
}

/** As the administrator of the database, behind every wall. */
function admin(...texts: string[]): Promise<Record<string, unknown>[][]> {
  return withClient(world.temporary.adminUrl, async (client) => {
    const found = [];
    for (const text of texts) found.push((await client.query(text)).rows);
    return found;
  });
}

function depositor(mostInOne?: number): StatisticsDepositor {
  return new StatisticsDepositor({
    database: world.database,
    archives: new StatisticsArchives(world.database, world.safe.keys, newId, 64),
    sipil,
    now: () => now,
    logger: { error: (facts) => void faults.push(facts) },
    ...(mostInOne === undefined ? {} : { mostInOne }),
  });
}

const act = (): ActContext => ({
  ...{
    actor: { kind: 'system', name: 'jobs' },
    means: 'job',
    at: now,
    correlationId: 'c',
    remoteAddress: null,
  },
});

async function run(of = depositor()): Promise<readonly string[]> {
  return [await of.plan(act()), await of.deposit(act()), await of.report(act())];
}

function deposits(of = hospital): Promise<readonly StatisticsDeposit[]> {
  return world.database.withTenant(
    of.context(),
    async (sql) => (await new PgOwnDeposits(sql).page({ first: 10 })).rows,
  );
}

const raised = async (of = hospital) => {
  const page = await world.database.withTenant(of.context(), (sql) =>
    new PgCompliance(sql).page({ first: 20 }),
  );
  return page.rows.map(({ kind }) => kind).filter((kind) => kind.startsWith('statistics'));
};

const pieces = () =>
  admin('select count(*) as n from statistics_piece').then(([rows]) => Number(rows?.[0]?.n));

async function send(day: number, recipient: string, mss = {}): Promise<void> {
  const at = new Date(Date.UTC(2026, 9, day, 10));
  await world.database.withTenant(hospital.context({ at }), (sql) =>
    new PgDeliveries(sql).add([
      {
        ...{ id: randomUUID(), direction: 'outbound', balId: bal.id, messageId: randomUUID(), size: 500 },
        ...{ sender: bal.address, recipient: address(recipient), state: 'delivered' },
        mss: { ins: null, codeCda: null, nil: null, ...mss },
      },
    ]),
  );
}

/** The files of what was sent, by their names, as Info-ZIP reads them. */
function files(): Record<string, string> {
  const archive = join(folder, 'archive.zip');
  writeFileSync(archive, sipil.sent);
  execFileSync('unzip', ['-tqq', archive]);
  const names = execFileSync('unzip', ['-Z1', archive]).toString().trim().split('\n');
  return Object.fromEntries(
    names.map((name) => [name, execFileSync('unzip', ['-p', archive, name]).toString()]),
  );
}

describe('EX_PSU_5810: the statistics of a month', () => {
  it('go to the ANS once the month is over, both files of the domain, and are forgotten once accepted', async () => {
    await send(5, '277076322082910@patient.mssante.fr', { ins: 'O', codeCda: '34112-3;X', nil: 'NIL' });
    now = new Date('2026-10-31T23:30:00Z');
    await run();
    expect(sipil.calls).toEqual([]);
    now = FIRST;
    expect(await run()).toEqual(['ok', 'ok', 'ok']);
    const [sent] = await deposits();
    expect(sent).toMatchObject({
      month: '2026-10',
      domain: hospital.domain,
      state: 'deposited',
      exchanges: 1,
      bals: 1,
    });
    expect(sipil.calls.map(({ name, segment }) => [name, segment])).toEqual([
      [`202610_${hospital.domain}.zip`, null],
    ]);
    expect(files()).toEqual({
      [`202610_EchangesMSSante_${hospital.domain}.csv`]: expect.stringMatching(
        /^MAIL_ID;EXPEDITEUR;DESTINATAIRE;DATE;TAILLE;INS;CODECDA;NIL\n[0-9a-f-]{36};urgences@[^;]+;usager@patient\.mssante\.fr;2026-10-05 12:00:00;500;O;34112-3,X;NIL\n$/,
      ),
      [`202610_ConnexionsMSSante_${hospital.domain}.csv`]: `BAL;DATE_DERNIERE_CONNEXION\n${bal.address};1900-01-01 00:00:00\n`,
    });
    expect(await pieces()).toBeGreaterThan(1);
    now = inHours(1);
    await run();
    expect(await deposits()).toMatchObject([{ state: 'accepted', report: { code: 0 }, fault: null }]);
    expect([await pieces(), await raised(), await raised(operator)]).toEqual([
      0,
      ['statistics.accepted'],
      ['statistics.accepted'],
    ]);
    now = inHours(60);
    await run();
    expect(sipil.calls).toHaveLength(1);
  });

  it('go once, whatever the number of runners', async () => {
    await Promise.all([run(), run(), run()]);
    await run();
    expect((await deposits()).map(({ state }) => state)).toEqual(['deposited']);
    expect(sipil.calls.length).toBe(1);
  });

  it('have the lines of every structure that shares the domain, one deposit for all of them', async () => {
    const neighbour = await TestTenant.create(world.database);
    await neighbour.addDomain(hospital.domain);
    await admin(`update tenant set created_at = '2026-10-01'`);
    await neighbour.bal({ address: `cabinet@${hospital.domain}` });
    await admin(`update bal set created_at = '2026-10-02' where address like 'cabinet@%'`);
    await run();
    const shared = sipil.calls.filter(({ name }) => name.includes(hospital.domain));
    expect(shared).toHaveLength(1);
    expect((await deposits(neighbour)).map(({ domain, bals }) => [domain, bals])).toContainEqual([
      hospital.domain,
      2,
    ]);
    const stranger = await TestTenant.create(world.database);
    expect(await deposits(stranger)).toEqual([]);
  });

  it('of a structure that was not there in the month are none', async () => {
    await admin(`update tenant set created_at = '2026-11-01 00:30+00'`);
    await run();
    expect(await deposits()).toEqual([]);
  });

  it('that were missed follow, as far back as the ANS takes them', async () => {
    await run();
    now = new Date('2027-01-02T00:00:00Z');
    await run();
    expect((await deposits()).map(({ month }) => month)).toEqual(['2026-12', '2026-11', '2026-10']);
  });
});

describe('§6.9.3.2.1.2: an archive beyond the limit', () => {
  const inSegments = () => depositor(300);

  it('goes segment by segment, on from where a killed process stopped, the same octets', async () => {
    for (let day = 1; day < 20; day += 1) await send(day, `destinataire-${day}@pair.mssante.fr`);
    await inSegments().plan(act());
    // A process that dies between two segments has written the first one, and nothing of the second.
    await admin(`update statistics_deposit set next_at = '${FIRST.toISOString()}'`);
    sipil.answers.push({ kind: 'fault', fault: 'unreachable' });
    expect(await inSegments().deposit(act())).toBe('incomplete');
    expect((await deposits())[0]).toMatchObject({ fault: 'unreachable', segmentsSent: 0, segments: 1 });
    await admin(`update statistics_deposit set segments = 4, next_at = '${FIRST.toISOString()}'`);
    sipil.calls.length = 0;
    sipil.answers.push(
      { kind: 'segmentTaken' },
      { kind: 'segmentTaken' },
      { kind: 'fault', fault: 'unreachable' },
    );
    await inSegments().deposit(act());
    expect((await deposits())[0]).toMatchObject({ state: 'sending', segmentsSent: 2, failures: 2 });
    sipil.calls.pop();
    now = inHours(2);
    await inSegments().deposit(act());
    expect(sipil.calls.map(({ segment }) => segment)).toEqual(['1/4', '2/4', '3/4', '4/4']);
    expect(Object.values(files())[0]?.split('\n')).toHaveLength(21);
    expect((await deposits())[0]).toMatchObject({ state: 'deposited', sipilId: '4', fault: null });
  });

  it('begins again when twelve hours have passed', async () => {
    await run();
    await admin(
      `update statistics_deposit set state = 'sending', segments = 3, segments_sent = 2, segments_since = '${FIRST.toISOString()}'`,
    );
    sipil.calls.length = 0;
    now = inHours(13);
    await depositor().deposit(act());
    expect(sipil.calls.map(({ segment }) => segment)).toEqual(['1/3', '2/3', '3/3']);
  });
});

describe('EX_SSU_5820: a report', () => {
  const reach = async (hours: number) => {
    now = inHours(hours);
    await run();
  };

  it('with blocking errors is shown, and the corrected files go again once a manager asks', async () => {
    sipil.reports.push({ kind: 'report', report: reportOf('ko') });
    await run();
    await reach(1);
    const [refused] = await deposits();
    expect(refused).toMatchObject({ state: 'refused', report: reportOf('ko') });
    expect(await raised()).toEqual(['statistics.refused']);
    await reach(24);
    expect(sipil.calls).toHaveLength(1);
    const id = refused?.id ?? '';
    await admin(
      `update statistics_deposit set state = 'due', attempt = 2, next_at = '${FIRST.toISOString()}' where id = '${id}'`,
    );
    await reach(800);
    expect(sipil.calls.filter(({ name }) => name.startsWith('202610'))).toHaveLength(2);
  });

  it('that does not come is asked again after twelve hours, then the ANS is to be called', async () => {
    const none = { kind: 'refused', code: 6 } as const;
    sipil.reports.push(none, none, none);
    await run();
    await reach(1);
    await reach(5);
    expect(sipil.reports).toHaveLength(2);
    await reach(14);
    expect(await raised()).toEqual(['statistics.callAns']);
    await reach(27);
    await reach(40);
    expect((await deposits())[0]).toMatchObject({ state: 'accepted', failures: 0 });
  });

  it('is late, and said so once, when nothing was deposited in five days', async () => {
    for (let hour = 0; hour < 200; hour += 1) sipil.answers.push({ kind: 'refused', code: 30 });
    for (const hours of [0, 1, 2, 30, 60, 100, 120, 140]) await reach(hours);
    expect((await raised()).sort()).toEqual(['statistics.late', 'statistics.notDeposited']);
    expect((await deposits())[0]).toMatchObject({ state: 'ready', fault: 'sipil30' });
  });

  it('goes on while others are told that it is late', async () => {
    now = inHours(700);
    await depositor().plan(act());
    await admin('update statistics_deposit set is_late_told = false');
    sipil.during = async () => void (await depositor().plan(act()));
    expect(await depositor().deposit(act())).toBe('ok');
    expect(await deposits()).toMatchObject([{ state: 'deposited', isLateTold: true }]);
  });

  it('leaves no archive behind when its process was killed in the moment in which it was accepted', async () => {
    await depositor().plan(act());
    await depositor().deposit(act());
    await depositor().plan(act());
    expect(await pieces()).toBeGreaterThan(0);
    await admin(`update statistics_deposit set state = 'accepted'`);
    await depositor().plan(act());
    expect(await pieces()).toBe(0);
  });

  it('is said to be late to the others although one structure cannot be told', async () => {
    now = inHours(700);
    await untold('compliance_event');
    expect(await depositor().plan(act())).toBe('ok');
    expect([await raised(), await raised(operator)]).toEqual([[], ['statistics.late']]);
    expect(await deposits()).toMatchObject([{ isLateTold: true }]);
    expect(faults).toHaveLength(3);
  });

  it('is said to be late by the next run when nothing could be written', async () => {
    now = inHours(700);
    const of = depositor();
    await of.plan(act());
    await admin('update statistics_deposit set is_late_told = false', 'delete from compliance_event');
    await untold('statistics_deposit', 'update');
    expect(await of.plan(act())).toBe('incomplete');
    expect([await raised(), await raised(operator)]).toEqual([[], []]);
    await told();
    expect(await of.plan(act())).toBe('ok');
    expect([await raised(), await raised(operator)]).toEqual([['statistics.late'], ['statistics.late']]);
  });

  it.each(['trace_event', 'compliance_event'])('is kept although nobody can be told (%s)', async (table) => {
    await depositor().plan(act());
    await untold(table);
    await depositor().deposit(act());
    await reach(24);
    expect(sipil.calls).toHaveLength(1);
    expect(await deposits()).toMatchObject([{ state: 'accepted' }]);
    // All others hear of it.
    expect(await raised(operator)).toEqual(['statistics.accepted']);
    const traces = `select from trace_event where kind = 'statistics.deposited' and tenant_id = '${operator.id}' and at = '${FIRST.toISOString()}'`;
    expect((await admin(traces))[0]).not.toHaveLength(0);
    expect(faults.length).toBeGreaterThan(0);
  });

  it('is not said to be late when it arrives before that is told', async () => {
    now = inHours(700);
    const of = depositor();
    await of.plan(act());
    await admin('update statistics_deposit set is_late_told = false');
    const [listed] = await world.database.shared((sql) => new PgStatisticsDeposits(sql).notDeposited());
    await of.deposit(act());
    expect(await world.database.shared((sql) => new PgStatisticsDeposits(sql).tellLate(listed!.id))).toBe(
      false,
    );
  });

  it('never hides that our own archive is damaged', async () => {
    sipil.answers.push({ kind: 'fault', fault: 'unreachable' });
    await run();
    await admin('delete from statistics_piece where seq = 1');
    await reach(2);
    expect((await deposits())[0]).toMatchObject({ fault: 'failed' });
    expect(faults).toHaveLength(1);
  });
});

describe('an archive in long pieces', () => {
  it('is read again from any octet to any other, and never shown where a piece was cut', async () => {
    const archives = new StatisticsArchives(world.database, world.safe.keys, newId);
    const told = randomBytes(600_000);
    const pieces = async function* () {
      yield told;
    };
    const { id, size } = await archives.write(operator.context(), newId(), pieces());
    expect(size).toBe(600_000);
    const ranges = [
      [0, size],
      [262_143, 262_145],
      [24_576, 49_153],
      [599_999, size],
    ] as const;
    for (const [start, end] of ranges) {
      const read: Buffer[] = [];
      for await (const piece of archives.read(operator.context(), id, start, end)) read.push(piece);
      expect(Buffer.concat(read).equals(told.subarray(start, end))).toBe(true);
    }
    await admin(
      `update statistics_piece set bytes = substring(bytes from 2) where archive_id = '${id}' and seq = 1`,
    );
    const all = archives.read(operator.context(), id, 0, size);
    expect((await all.next()).done).toBe(false);
    await expect(all.next()).rejects.toThrow(StoreDamaged);
  });
});

describe('EX_PSU_5010: a month that is over', () => {
  it('is counted once for each structure', async () => {
    await send(5, 'paul@pair.mssante.fr', { codeCda: '34112-3, 15508-5' });
    await send(6, 'paul@pair.mssante.fr', { ins: 'O', codeCda: '34112-3' });
    await run();
    await send(7, 'paul@pair.mssante.fr');
    await run();
    const kept = await world.database.withTenant(hospital.context(), (sql) =>
      new PgStatisticsMonths(sql).kept([OCTOBER]),
    );
    expect(kept.get(OCTOBER)).toEqual({
      ...{
        delivered: 2,
        refused: 0,
        unanswered: 0,
        received: 0,
        octets: 1000,
        toPatients: 0,
        withQualifiedIns: 1,
      },
      documents: [
        { value: '34112-3', count: 2 },
        { value: '15508-5', count: 1 },
      ],
      ...{ programs: [], people: 0, bals: 1, usedBals: 1 },
    });
  });
});
