import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ListeBlancheVersion } from '@cachet/mss-core';
import { fictionalIdNat, NOON, type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { newRowId } from '../row-id.js';
import { PgCompliance } from './pg-compliance.js';
import { PgJournal } from './pg-journal.js';
import { PgListeBlancheChanges } from './pg-liste-blanche-changes.js';
import { PgListeBlancheVersions } from './pg-liste-blanche-versions.js';
import { PgPendingListeBlanche } from './pg-pending-liste-blanche.js';
import { PgPeople } from './pg-people.js';
import { PgPortalSessions } from './pg-portal-sessions.js';
import { PgScheduledJobs } from './pg-scheduled-jobs.js';

let temporary: TemporaryDatabase;
let database: Database;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
});
afterAll(() => temporary.drop());

const MINUTE = 60_000;
const minutes = (n: number) => new Date(NOON.getTime() + n * MINUTE);

describe('a portal session', () => {
  const idle = 15 * MINUTE;
  const use = (hash: Uint8Array, at: Date) => PgPortalSessions.use(database, hash, at, idle);

  async function open() {
    const tokenHash = createHash('sha256').update(randomBytes(32)).digest();
    const session = { id: randomUUID(), tokenHash, createdAt: NOON, expiresAt: minutes(240) };
    const person = { idNat: fictionalIdNat(), name: 'Camille Fictive', acr: 'eidas1' };
    await database.shared((sql) => new PgPortalSessions(sql).open(session, person));
    return { ...session, ...person };
  }

  it('lasts while it is used, and ends after 15 minutes without use', async () => {
    const { tokenHash, idNat, id } = await open();
    expect(await use(tokenHash, minutes(14))).toMatchObject({ id, idNat, lastSeenAt: minutes(14) });
    expect(await use(tokenHash, minutes(28))).toMatchObject({ id });
    expect(await use(tokenHash, minutes(43))).toBeNull();
  });

  it('ends at four hours however much it is used', async () => {
    const { tokenHash } = await open();
    for (let at = 10; at < 240; at += 10) expect(await use(tokenHash, minutes(at))).not.toBeNull();
    expect(await use(tokenHash, minutes(240))).toBeNull();
  });

  it('ends when its person closes it, and that is announced by its id', async () => {
    const { tokenHash, id } = await open();
    const heard: string[] = [];
    const stop = database.changes.subscribe({ topic: 'session' }, (e) => {
      if (e.kind === 'change') heard.push(e.id);
    });
    const end = () => database.shared((sql) => new PgPortalSessions(sql).end(tokenHash, minutes(1)));
    expect([await end(), await end()]).toEqual([true, false]);
    expect(await use(tokenHash, minutes(1))).toBeNull();
    await expect.poll(() => heard).toEqual([id]);
    stop();
  });

  it('looked at by id does not live longer for it, and is forgotten in time', async () => {
    const { id } = await open();
    const look = (at: Date) => database.shared((sql) => new PgPortalSessions(sql).byId(id, at, idle));
    expect([(await look(minutes(14)))?.id, await look(minutes(16))]).toEqual([id, null]);
    expect(await database.shared((sql) => new PgPortalSessions(sql).forget(minutes(241)))).toBeGreaterThan(0);
    expect(await look(minutes(1))).toBeNull();
  });
});

describe('the listes blanches', () => {
  const listed = (change: Partial<ListeBlancheVersion> = {}): ListeBlancheVersion => ({
    id: randomUUID(),
    generatedAt: NOON,
    fetchedAt: NOON,
    sha256: '00',
    signerDn: 'CN=fictif',
    signerExpiresAt: minutes(1_000),
    domainCount: 2,
    rowCount: 3,
    ...change,
  });
  const versions = <T>(work: (store: PgListeBlancheVersions) => Promise<T>) =>
    database.shared((sql) => work(new PgListeBlancheVersions(sql)));
  const xml = randomBytes(1_000);

  it('EX_2.2_5030: are kept byte for byte, the last kept being in force whatever the clocks said', async () => {
    const [first, second] = [listed({ fetchedAt: minutes(9) }), listed({ fetchedAt: minutes(1) })];
    expect(await versions((store) => store.latest())).toBeNull();
    await versions((store) => store.keep(first, xml, []));
    await versions((store) => store.keep(second, xml, []));
    expect(await versions((store) => store.latest())).toEqual(second);
    expect(await versions((store) => store.xmlOf(first.id))).toEqual(xml);
    expect(await versions((store) => store.xmlOf(randomUUID()))).toBeNull();
  });

  it('are the last thirty', async () => {
    const kept = Array.from({ length: 32 }, () => listed());
    for (const version of kept) await versions((store) => store.keep(version, xml, []));
    const ids = await database.shared((sql) =>
      sql.query<{ id: string }>('select id from liste_blanche_version order by rank'),
    );
    expect(ids.map(({ id }) => id)).toEqual(kept.slice(2).map(({ id }) => id));
  });

  it('are replaced by one process at a time', async () => {
    const order: string[] = [];
    await versions(async (store) => {
      await store.hold();
      const other = versions(async (waiting) => {
        await waiting.hold();
        order.push('second');
      });
      await store.latest();
      order.push('first');
      void other;
    });
    await expect.poll(() => order).toEqual(['first', 'second']);
  });

  it('tell what each changed, page by page, the newest first', async () => {
    const change = (domain: string) =>
      ({ kind: 'domainAdded', domain, former: [], present: ['CN=x'] }) as const;
    const newer = listed({ fetchedAt: minutes(20) });
    await versions((store) => store.keep(listed({ fetchedAt: minutes(10) }), xml, [change('ancien.fr')]));
    await versions((store) => store.keep(newer, xml, [change('a.fr'), change('b.fr')]));
    const page = (after: { at: Date; id: string } | null) =>
      database.shared((sql) => new PgListeBlancheChanges(sql).page({ first: 2, after }));
    const first = await page(null);
    expect([first.hasNext, first.rows.map(({ domain }) => domain)]).toEqual([true, ['a.fr', 'b.fr']]);
    expect(first.rows[0]).toMatchObject({
      at: minutes(20),
      kind: 'domainAdded',
      former: [],
      present: ['CN=x'],
    });
    const second = await page(first.rows[1] ?? null);
    expect([second.hasNext, second.rows.map(({ domain }) => domain)]).toEqual([false, ['ancien.fr']]);
  });

  it('may be one that waits, and only one', async () => {
    const pending = <T>(work: (store: PgPendingListeBlanche) => Promise<T>) =>
      database.shared((sql) => work(new PgPendingListeBlanche(sql)));
    const second = listed();
    await pending((store) => store.put(listed(), xml));
    await pending((store) => store.put(second, xml));
    expect(await pending((store) => store.read())).toEqual({ version: second, xml });
    expect(await pending((store) => store.version())).toEqual(second);
    await pending((store) => store.clear());
    expect(await pending((store) => store.read())).toBeNull();
  });
});

describe('EX_GDT_5040: a trace', () => {
  it('takes author, time, means and address from the context, and survives what a peer may send', async () => {
    const tenant = await TestTenant.create(database);
    const actor = { kind: 'peer', dn: 'CN=pair\u0000' } as const;
    const facts = {
      reply: '550 \u0000 \\u0000 \ud83d\ude00 \ud83d \\ud83d \udc00 non',
      size: 3,
      tls: true,
      none: null,
    };
    const context = tenant.context({
      actor,
      means: 'smtp',
      remoteAddress: '192.0.2.1:25',
      correlationId: 'c-7',
    });
    await database.withTenant(context, (sql) =>
      new PgJournal(sql).record([
        { kind: 'message.refused', outcome: 'relayRefused', facts },
        { kind: 'message.refused', outcome: 'recipientUnknown' },
      ]),
    );
    const rows = await database.withTenant(tenant.context(), (sql) =>
      sql.query("select * from trace_event where means = 'smtp' order by id"),
    );
    expect(rows).toMatchObject([
      {
        tenant_id: tenant.id,
        at: NOON,
        kind: 'message.refused',
        outcome: 'relayRefused',
        actor: { kind: 'peer', dn: 'CN=pair\ufffd' },
        means: 'smtp',
        remote_address: '192.0.2.1:25',
        correlation_id: 'c-7',
        facts: {
          reply: '550 \ufffd \\u0000 \ud83d\ude00 \ufffd \\ud83d \ufffd non',
          size: 3,
          tls: true,
          none: null,
        },
      },
      { outcome: 'recipientUnknown', facts: {} },
    ]);
  });
});

describe('compliance events', () => {
  it('are announced and read newest first by their own tenant', async () => {
    const [tenant, nextDoor] = [await TestTenant.create(database), await TestTenant.create(database)];
    const heard: string[] = [];
    const stop = database.changes.subscribe({ topic: 'compliance', tenant: tenant.id }, (e) => {
      if (e.kind === 'change') heard.push(e.id);
    });
    for (const n of [1, 2, 3]) {
      await database.withTenant(tenant.context({ at: minutes(n) }), (sql) =>
        new PgCompliance(sql).raise([{ kind: 'listeBlanche.refused', severity: 'warning', facts: { n } }]),
      );
    }
    const page = (where: TestTenant, after: { at: Date; id: string } | null = null) =>
      database.withTenant(where.context(), (sql) => new PgCompliance(sql).page({ first: 2, after }));
    const first = await page(tenant);
    expect([first.hasNext, first.rows.map((row) => row.facts.n)]).toEqual([true, [3, 2]]);
    const second = await page(tenant, first.rows[1]);
    expect([second.hasNext, second.rows.map((row) => row.facts.n)]).toEqual([false, [1]]);
    expect((await page(nextDoor)).rows).toEqual([]);
    await expect.poll(() => heard.length).toBe(3);
    const [id = ''] = heard;
    const byId = (where: TestTenant) =>
      database.withTenant(where.context(), (sql) => new PgCompliance(sql).byId(id));
    expect([(await byId(tenant))?.facts, await byId(nextDoor)]).toEqual([{ n: 1 }, null]);
    stop();
  });
});

describe('a person signing in', () => {
  it('holds something by a role or by an access in force, not by one that has ended', async () => {
    const tenant = await TestTenant.create(database);
    const [manager, former, unknown] = [await tenant.person(), await tenant.person(), fictionalIdNat()];
    await tenant.role(manager, 'manager');
    await tenant.access((await tenant.bal()).id, former, { endsAt: minutes(5) });
    const holds = (idNat: typeof unknown, at: Date) =>
      database.withTenant(tenant.context(), (sql) => new PgPeople(sql).holdsSomething(idNat, at));
    expect(await holds(manager.idNat, NOON)).toBe(true);
    expect([await holds(former.idNat, NOON), await holds(former.idNat, minutes(5))]).toEqual([true, false]);
    expect(await holds(unknown, NOON)).toBe(false);
  });
});

describe('a scheduled job', () => {
  const jobs = <T>(work: (store: PgScheduledJobs) => Promise<T>) =>
    database.shared((sql) => work(new PgScheduledJobs(sql)));
  const ended = (outcome: string) => ({
    ...{ endedAt: minutes(1), durationMs: 60_000, outcome, failures: 0 },
    ...{ lastSuccessAt: minutes(1), nextAt: minutes(61) },
  });

  it('is taken by one process at a time and remembers its last run', async () => {
    const name = `job-${randomUUID()}`;
    const [first, second] = [randomUUID(), randomUUID()];
    expect(await jobs((store) => store.byName(name))).toBeNull();
    expect(await jobs((store) => store.take(name, first, MINUTE))).toMatchObject({ name, lastRunAt: null });
    expect(await jobs((store) => store.take(name, second, MINUTE))).toBeNull();
    await jobs((store) => store.begin(name, first, { id: randomUUID(), startedAt: NOON, wasAsked: false }));
    expect(await jobs((store) => store.byName(name))).toMatchObject({ runningSince: NOON, isTaken: true });
    expect(await jobs((store) => store.renew(name, first, MINUTE))).toBe(true);
    expect(await jobs((store) => store.renew(name, second, MINUTE))).toBe(false);
    const standing = { done: 3, total: 9, cursor: 'c' };
    expect(await jobs((store) => store.stand(name, second, MINUTE, standing))).toBe(false);
    expect(await jobs((store) => store.stand(name, first, MINUTE, standing))).toBe(true);
    expect(await jobs((store) => store.end(name, second, ended('not mine')))).toBe(false);
    expect(await jobs((store) => store.end(name, first, ended('ok')))).toBe(true);
    const ran = {
      ...{ name, lastStartedAt: NOON, lastRunAt: minutes(1), lastOutcome: 'ok', lastDurationMs: 60_000 },
      ...{ lastSuccessAt: minutes(1), nextAt: minutes(61), runId: null, progress: null, cursor: null },
    };
    expect(await jobs((store) => store.take(name, second, 0))).toMatchObject(ran);
    // A lease that has run out is anybody's.
    expect(await jobs((store) => store.take(name, first, MINUTE))).toMatchObject(ran);
    expect(await jobs((store) => store.renew(name, second, MINUTE))).toBe(false);
    await jobs((store) => store.release(name, first));
    expect(await jobs((store) => store.take(name, second, MINUTE))).toMatchObject(ran);
    const { rows } = await jobs((store) => store.runs(name, { first: 5 }));
    expect(rows).toMatchObject([{ startedAt: NOON, outcome: 'ok', progress: { done: 3, total: 9 } }]);
  });

  it('is asked for once, and only where a process schedules it', async () => {
    const [name, other, holder] = [`job-${randomUUID()}`, `job-${randomUUID()}`, randomUUID()];
    await jobs((store) => store.enlist([name, other].map((each) => ({ name: each, nextAt: minutes(9) }))));
    const ask = () => jobs((store) => store.ask(name, NOON));
    expect([await ask(), await ask()]).toEqual(['asked', 'already']);
    await jobs((store) => store.take(name, holder, MINUTE));
    await jobs((store) => store.begin(name, holder, { id: randomUUID(), startedAt: NOON, wasAsked: true }));
    expect(await jobs((store) => store.byName(name))).toMatchObject({ askedAt: null });
    expect(await ask()).toBe('already');
    await jobs((store) => store.end(name, holder, ended('ok')));
    expect(await ask()).toBe('asked');
    await jobs((store) => store.enlist([{ name: other, nextAt: minutes(9) }]));
    expect(await ask()).toBe('unknown');
    expect(await jobs((store) => store.ask('nonsense', NOON))).toBe('unknown');
  });

  it('keeps the last runs, and not the others', async () => {
    const name = `job-${randomUUID()}`;
    const holder = randomUUID();
    for (let run = 0; run < 4; run += 1) {
      await jobs((store) => store.take(name, holder, MINUTE));
      await jobs((store) =>
        store.begin(name, holder, { id: newRowId(), startedAt: minutes(-run), wasAsked: false }),
      );
      await jobs((store) => store.end(name, holder, ended(`run ${run}`)));
    }
    await jobs((store) => store.forgetRuns(2));
    // A clock set back between runs makes nobody forget the last of them.
    const page = await jobs((store) => store.runs(name, { first: 1 }));
    expect(page).toMatchObject({ rows: [{ outcome: 'run 2' }], hasNext: true });
  });
});
