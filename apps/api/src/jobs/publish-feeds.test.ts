import type { ActContext, Person } from '@cachet/mss-core';
import { PgCompliance, PgFeedShelf, PgPublicationBook } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anomalyOf, FakeDirectory, faultOf } from '../publication/fake-directory.fixture.js';
import { type Publication, publicationOf } from '../publication/open-publication.js';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { type Job, UNWATCHED } from './job.js';
import { fetchReportsJob, publishFeedsJob } from './publish-feeds.js';

let world: ApiWorld;
let operator: TestTenant;
let hospital: TestTenant;
let head: Person;
let directory: FakeDirectory;

const EVENING = new Date('2026-11-20T22:10:00Z');
const at = (days: number, hours = 0) => new Date(EVENING.getTime() + (days * 24 + hours) * 3_600_000);
const MORNING = 5;

beforeAll(async () => {
  world = await ApiWorld.start();
  operator = await TestTenant.create(world.database, { kind: 'operator' });
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.shared(async (sql) => {
    for (const table of ['route_domain', 'annuaire_feed', 'annuaire_withdrawal'])
      await sql.query(`delete from ${table}`);
  });
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  head = await hospital.person();
  directory = new FakeDirectory();
});

const silent = { error: () => undefined };
const publication = (...directories: readonly FakeDirectory[]): Publication =>
  publicationOf(world.database, directories.length > 0 ? directories : [directory], async () => true);
const actAt = (now: Date): ActContext => ({
  ...{
    actor: { kind: 'system', name: 'jobs' },
    means: 'job',
    at: now,
    correlationId: 'c',
    remoteAddress: null,
  },
});
const run = (job: Job, now: Date) => job.run(actAt(now), UNWATCHED);
const publish = (now: Date) => run(publishFeedsJob(publication(), silent), now);
const report = (now: Date) => run(fetchReportsJob(publication(), silent), now);

async function state(): Promise<string[]> {
  const rows = await world.database.shared((sql) =>
    sql.query<{ said: string }>(
      `select concat_ws(' ', state, ticket, fault_code) as said from annuaire_feed order by night`,
    ),
  );
  return rows.map(({ said }) => said);
}

async function events(tenant: TestTenant): Promise<string[]> {
  const context = tenant.context({ at: at(30) });
  const { rows } = await world.database.withTenant(context, (sql) =>
    new PgCompliance(sql).page({ first: 50 }),
  );
  return rows.map(({ kind }) => kind).reverse();
}

async function openAnomalies(tenant: TestTenant): Promise<string[]> {
  const rows = await world.database.withTenant(tenant.context(), (sql) =>
    sql.query<{ said: string }>(
      `select code || ' ' || address || case when gone_at is null then '' else ' gone' end as said
         from publication_anomaly order by code, address`,
    ),
  );
  return rows.map(({ said }) => said);
}

/** As five minutes would: what a dead process claimed may be taken. */
const claimsEnd = () =>
  world.database.shared((sql) => sql.query("update annuaire_feed set taken_until = '2000-01-01'"));

describe('RE_1.1.1_5020: the feed of a domain', () => {
  it('leaves late in the evening, once, and again when something changed or a week passed', async () => {
    const bal = await hospital.bal({ responsible: head });
    expect(await publish(new Date('2026-11-20T12:00:00Z'))).toBe('ok');
    expect(directory.sent).toEqual([]);
    await publish(EVENING);
    expect(directory.declared).toEqual([bal.address]);
    expect(await state()).toEqual(['sent ticket-1']);
    await publish(at(0, 1));
    await publish(at(1));
    expect(directory.sent).toHaveLength(1);
    await hospital.bal({ responsible: head, kind: 'organisational', description: 'Service' });
    await publish(at(1, 1));
    expect(directory.declared).toHaveLength(2);
    await publish(at(7, 1));
    expect(directory.sent).toHaveLength(2);
    await publish(at(8, 1));
    expect(directory.sent).toHaveLength(3);
  });

  it('EX_1.1.1_5010: holds the BAL of every structure of the domain, and each keeps what is its own', async () => {
    const practice = await TestTenant.create(world.database);
    await practice.addDomain(hospital.domain);
    const theirs = await practice.bal({
      address: `cabinet@${hospital.domain}`,
      responsible: await practice.person(),
    });
    const ours = await hospital.bal({ responsible: head });
    await publish(EVENING);
    const of = directory.sent.flat().find(({ domain }) => domain === hospital.domain);
    expect(of?.entries.map(({ declaration }) => declaration.adresseBal).sort()).toEqual(
      [ours.address, theirs.address].sort(),
    );
    const records = (tenant: TestTenant) =>
      world.database.withTenant(tenant.context(), (sql) =>
        new PgPublicationBook(sql).records(hospital.domain),
      );
    expect(await records(hospital)).toMatchObject([{ address: ours.address, balId: ours.id }]);
    expect(await records(practice)).toMatchObject([{ address: theirs.address, balId: theirs.id }]);
  });

  it('is sent by one of two processes that look at once', async () => {
    await hospital.bal({ responsible: head });
    directory.beforeAnswer = () => new Promise((later) => setTimeout(later, 50));
    await Promise.all([publish(EVENING), publish(EVENING)]);
    expect(directory.sent).toHaveLength(1);
  });

  it('is sent again by the next process when the first died before it kept the ticket', async () => {
    await hospital.bal({ responsible: head });
    class Dying extends PgFeedShelf {
      override keepTicket = () => Promise.reject(new Error('killed'));
    }
    const dying = { ...publication(), shelf: new Dying(world.database) };
    expect(await run(publishFeedsJob(dying, silent), EVENING)).toBe('fault');
    expect(await state()).toEqual(['sending']);
    await publish(at(0, 0.2));
    expect(directory.sent).toHaveLength(1);
    await claimsEnd();
    await publish(at(0, 0.4));
    expect(await state()).toEqual(['sent ticket-2']);
  });

  it('waits for a yes when it forgets much, and then forgets what was shown and nothing else', async () => {
    for (let n = 0; n < 25; n += 1) await hospital.bal({ responsible: head });
    await publish(EVENING);
    const all = directory.declared;
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query("update bal set state = 'suspended' where address <> $1", [all[0]]),
    );
    expect(await publish(at(1))).toBe('held');
    expect(await publish(at(2))).toBe('held');
    expect(directory.sent).toHaveLength(1);
    expect(await state()).toEqual(['sent ticket-1', 'held']);
    expect((await events(operator)).filter((kind) => kind === 'publication.held')).toHaveLength(1);
    const approve = "update annuaire_feed set approved_at = now() where state = 'held'";
    await world.database.shared((sql) => sql.query(approve));
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query("update bal set state = 'suspended' where address = $1", [all[0]]),
    );
    expect(await publish(at(3))).toBe('held');
    await world.database.shared((sql) => sql.query(approve));
    expect(await publish(at(3, 1))).toBe('ok');
    expect(directory.declared).toEqual([]);
    expect(await state()).toEqual(['sent ticket-1', 'sent ticket-2']);
  });

  it('waits no more once its BAL came back, or the domain is withdrawn, and no yes outlives them', async () => {
    const suspend = (isSuspended: boolean) =>
      world.database.withTenant(hospital.context(), (sql) =>
        sql.query('update bal set state = $1', [isSuspended ? 'suspended' : 'active']),
      );
    const approve = "update annuaire_feed set approved_at = now() where state = 'held'";
    for (let n = 0; n < 25; n += 1) await hospital.bal({ responsible: head });
    await publish(EVENING);
    await suspend(true);
    expect(await publish(at(1))).toBe('held');
    await suspend(false);
    await hospital.bal({ responsible: head });
    // The same night.
    expect(await publish(at(1, 0.2))).toBe('ok');
    expect(await state()).toEqual(['sent ticket-1', 'sent ticket-2']);

    await suspend(true);
    await publish(at(2));
    await world.database.shared((sql) => sql.query(approve));
    await suspend(false);
    await publish(at(2, 0.2));
    expect(await state()).toHaveLength(2);
    await suspend(true);
    expect(await publish(at(2, 0.4))).toBe('held');

    const shelf = new PgFeedShelf(world.database);
    expect(await shelf.heldFeeds()).toHaveLength(1);
    await shelf.withdraw(actAt(at(2, 1)), hospital.domain, { at: at(2, 1), by: 'x' });
    expect(await shelf.heldFeeds()).toEqual([]);
    expect(await publish(at(3))).toBe('ok');
    expect(directory.declared).toEqual([]);
  });

  it('is another feed for who says yes once it removes others', async () => {
    for (let n = 0; n < 25; n += 1) await hospital.bal({ responsible: head });
    await publish(EVENING);
    const [kept] = directory.declared;
    const suspend = (condition: string) =>
      world.database.withTenant(hospital.context(), (sql) =>
        sql.query(`update bal set state = 'suspended' where address ${condition} $1`, [kept]),
      );
    const shelf = new PgFeedShelf(world.database);
    const shown = async () => (await shelf.heldFeeds()).map(({ id, removed }) => ({ id, removed }));
    await suspend('<>');
    await publish(at(1));
    const before = await shown();
    await publish(at(1, 0.2));
    expect(await shown()).toEqual(before);
    await suspend('=');
    await publish(at(1, 0.4));
    expect(await shown()).toMatchObject([{ removed: 25 }]);
    expect(await shelf.approve(before[0]?.id ?? '', { at: at(1, 1), by: 'x' })).toBe(false);
    expect((await shelf.heldFeeds()).map(({ isApproved }) => isApproved)).toEqual([false]);
  });

  it('EX_WSA_5060: is tried again the same night, with a new token, or told to the operator, as the refusal asks', async () => {
    await hospital.bal({ responsible: head });
    directory.faults.push(faultOf('WSMSS15'));
    expect(await publish(EVENING)).toBe('again');
    expect(await state()).toEqual(['sending WSMSS15']);
    // A clock is wrong: once more at once.
    directory.faults.push(faultOf('WSMSS08'));
    expect(await publish(at(0, 0.2))).toBe('ok');
    expect(await state()).toEqual(['sent ticket-1']);

    await hospital.bal({ responsible: head });
    directory.faults.push(faultOf('WSMSS06'));
    expect(await publish(at(1))).toBe('refused');
    expect(await publish(at(1, 0.2))).toBe('ok');
    expect(await state()).toEqual(['sent ticket-1', 'refused WSMSS06']);
    expect(await events(operator)).toContain('publication.refused');
    expect(await publish(at(2))).toBe('ok');
    expect(await state()).toEqual(['sent ticket-1', 'refused WSMSS06', 'sent ticket-2']);
  });

  it('that the night came before is told, and leaves the next evening', async () => {
    await hospital.bal({ responsible: head });
    directory.faults.push({
      kind: 'fault',
      code: 'unreachable',
      cure: 'retryTonight',
      sentence: { fr: 'x', en: 'x' },
    });
    await publish(EVENING);
    await publish(at(0, MORNING));
    expect(await state()).toEqual(['missed unreachable']);
    expect(await events(operator)).toContain('publication.missed');
    await publish(at(1));
    expect(await state()).toEqual(['missed unreachable', 'sent ticket-1']);
  });

  it('EX_GBM_6020: says nothing of a domain that is withdrawn, until the report shows that it is empty', async () => {
    await hospital.bal({ responsible: head });
    await publish(EVENING);
    await world.database.shared((sql) =>
      sql.query('insert into annuaire_withdrawal (domain, asked_at, asked_by) values ($1, now(), $2)', [
        hospital.domain,
        'x',
      ]),
    );
    await publish(at(1));
    expect(directory.declared).toEqual([]);
    await report(at(1, MORNING));
    const [emptied] = await world.database.shared((sql) =>
      sql.query<{ emptied_at: Date }>('select emptied_at from annuaire_withdrawal'),
    );
    expect(emptied?.emptied_at).toEqual(at(1, MORNING));
    await publish(at(9));
    expect(directory.sent).toHaveLength(2);
  });
});

describe('EX_1.1.1_5030: the report of a feed', () => {
  it('is asked for after 4 h, and its anomalies stand until it says them no more', async () => {
    const bal = await hospital.bal({ responsible: head });
    await publish(EVENING);
    directory.anomalies = [
      anomalyOf('MSS008', bal.address),
      anomalyOf('MSS020', bal.address, { severity: 'warning' }),
    ];
    await report(at(0, 1));
    expect(directory.asked).toEqual([]);
    expect(await report(at(0, MORNING))).toBe('ok');
    expect(await openAnomalies(hospital)).toEqual([`MSS008 ${bal.address}`, `MSS020 ${bal.address}`]);
    expect((await events(hospital)).sort()).toEqual([
      'publication.anomalies',
      'publication.professionalUnknown',
    ]);
    expect(await openAnomalies(operator)).toEqual([]);

    directory.anomalies = [anomalyOf('MSS008', bal.address)];
    await hospital.bal({ responsible: head });
    await publish(at(1));
    await report(at(1, MORNING));
    expect(await openAnomalies(hospital)).toEqual([`MSS008 ${bal.address}`, `MSS020 ${bal.address} gone`]);
    expect(await events(hospital)).toHaveLength(2);
    expect(await state()).toEqual(['reported ticket-1', 'reported ticket-2']);
  });

  it('EX_PBA_5100: proposes the identifier and the names that the Annuaire knows', async () => {
    const bal = await hospital.bal({ responsible: head });
    await publish(EVENING);
    const knownIdentity = { type: '8', number: '99700218896' };
    const knownName = { familyName: 'FICTIVE-DUPONT', givenName: 'Camille' };
    directory.anomalies = [
      anomalyOf('MSS043', bal.address, { severity: 'warning', knownIdentity }),
      anomalyOf('MSS020', bal.address, { severity: 'warning', knownName }),
    ];
    await report(at(0, MORNING));
    const proposed = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query(
        'select kind, known_id_nat, known_family_name, state from publication_correction order by kind',
      ),
    );
    expect(proposed).toEqual([
      { kind: 'identity', known_id_nat: '899700218896', known_family_name: null, state: 'proposed' },
      { kind: 'name', known_id_nat: null, known_family_name: 'FICTIVE-DUPONT', state: 'proposed' },
    ]);
    expect(await events(hospital)).toEqual(['publication.anomalies', 'publication.corrections']);
  });

  it('is asked for again when it is not ready, and kept by one of two processes', async () => {
    await hospital.bal({ responsible: head });
    await publish(EVENING);
    directory.faults.push(faultOf('WSMSS17'));
    expect(await report(at(0, MORNING))).toBe('incomplete');
    expect(await state()).toEqual(['sent ticket-1 WSMSS17']);
    await report(at(0, MORNING + 0.1));
    expect(directory.asked).toHaveLength(1);
    await Promise.all([report(at(0, MORNING + 1)), report(at(0, MORNING + 1))]);
    expect(await state()).toEqual(['reported ticket-1']);
    const [{ told } = { told: 0 }] = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query<{ told: number }>(
        "select count(*)::int as told from trace_event where kind = 'publication.reported'",
      ),
    );
    expect(told).toBe(1);
  });

  it('EX_1.1.1_5020: is asked for by the certificate of the deposit, or said to be out of reach', async () => {
    await hospital.bal({ responsible: head });
    await publish(EVENING);
    const renewed = new FakeDirectory('f2');
    await run(fetchReportsJob(publication(renewed, directory), silent), at(0, MORNING));
    expect([renewed.asked, directory.asked]).toEqual([[], ['ticket-1']]);

    await hospital.bal({ responsible: head });
    await publish(at(1));
    expect(await run(fetchReportsJob(publication(renewed), silent), at(1, MORNING))).toBe('incomplete');
    expect(await state()).toEqual(['reported ticket-1', 'unreported ticket-2 WSMSS16']);
    expect(await events(operator)).toContain('publication.unreported');
  });

  it('of a feed that the Annuaire lost has the whole sent again the next evening', async () => {
    await hospital.bal({ responsible: head });
    await publish(EVENING);
    directory.faults.push(faultOf('WSMSS24'));
    await report(at(0, MORNING));
    expect(await state()).toEqual(['lost ticket-1 WSMSS24']);
    await publish(at(1));
    expect(await state()).toEqual(['lost ticket-1 WSMSS24', 'sent ticket-2']);
  });
});
