import { randomUUID } from 'node:crypto';
import { parseMonth } from '@cachet/mss-core';
import { PgDeliveries, PgJournal, PgStatisticsDeposits } from '@cachet/schema';
import { address, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { reportOf } from './fake-sipil.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let neighbour: TestTenant;
let manager: string;
let auditor: string;
let stranger: string;

const OCTOBER = parseMonth('2026-10')!;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  neighbour = await TestTenant.create(world.database);
  for (const [role, of] of [
    ['manager', hospital],
    ['auditor', hospital],
    ['manager', neighbour],
  ] as const) {
    const person = await of.person();
    await of.role(person, role);
    const bearer = await world.signIn(person);
    if (of === neighbour) stranger = bearer;
    else if (role === 'manager') manager = bearer;
    else auditor = bearer;
  }
  const bal = await hospital.bal({ address: 'urgences' });
  const theirs = await neighbour.bal();
  await neighbour.addDomain(hospital.domain);
  for (const [day, month] of [
    [5, 9],
    [6, 9],
    [7, 10],
  ] as const)
    await send(hospital, bal.id, new Date(Date.UTC(2026, month, day, 10)));
  await send(neighbour, theirs.id, new Date(Date.UTC(2026, 9, 8)));
});
afterAll(() => world.stop());

async function send(tenant: TestTenant, balId: string, at: Date): Promise<void> {
  const mss = { ins: 'O', codeCda: '34112-3', nil: 'NIL-1' } as const;
  const letter = { id: randomUUID(), messageId: randomUUID(), balId, size: 100, mss } as const;
  await world.database.withTenant(tenant.context({ at }), (sql) =>
    new PgDeliveries(sql).add([
      {
        ...{
          ...letter,
          direction: 'outbound',
          state: 'delivered',
          sender: address(`urgences@${tenant.domain}`),
        },
        recipient: address('277076322082910@patient.mssante.fr'),
      },
    ]),
  );
}

/** A deposit of the hospital’s domain, as the jobs left it. */
async function deposit(
  month = OCTOBER,
  change: Parameters<PgStatisticsDeposits['change']>[1] = {},
): Promise<void> {
  await world.database.shared(async (sql) => {
    const deposits = new PgStatisticsDeposits(sql);
    await deposits.plan(month, [hospital.domain], new Date('2026-11-01T02:00:00Z'));
    const planned = (await deposits.due(['due'], new Date('2030-01-01'))).find(
      (each) => each.month === month,
    );
    if (planned) await deposits.change(planned, change);
  });
}

const DEPOSITS = `id month domain state exchanges fault mayRedeposit report { name verdict controls { number verdict label labelEn message lines } }`;

async function deposits(bearer: string, id = hospital.id, more = '') {
  const { data, errors } = await world.ask(
    `query ($id: ID!) { statisticsDeposits(structureId: $id, first: 10${more}) { edges { cursor node { ${DEPOSITS} } } pageInfo { hasNextPage } } }`,
    bearer,
    { id },
  );
  return data?.statisticsDeposits?.edges ?? errors?.[0]?.extensions?.code;
}

async function redeposit(bearer: string, depositId: string, id = hospital.id) {
  const { data } = await world.ask(
    `mutation ($id: ID!, $deposit: ID!) { done: statisticsRedeposit(structureId: $id, depositId: $deposit) {
       ... on StatisticsDeposit { state mayRedeposit attempt } ... on Refus { code } } }`,
    bearer,
    { id, deposit: depositId },
  );
  return data.done;
}

async function indicators(bearer: string, from: string, to: string, id = hospital.id) {
  const { data } = await world.ask(
    `query ($id: ID!, $from: String!, $to: String!) { done: indicators(structureId: $id, from: $from, to: $to) {
       ... on Indicators { months { month isWhole delivered refused successRate toPatients withQualifiedIns people bals usedBals
         documents { value count } programs { value count } } } ... on Refus { code } } }`,
    bearer,
    { id, from, to },
  );
  return data.done.months ?? data.done.code;
}

async function file(
  bearer: string,
  name: string,
  id = hospital.id,
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`http://127.0.0.1:${world.api.port}/structures/${id}/statistics/${name}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  return { status: answer.status, text: await answer.text() };
}

describe('EX_SSU_5820: the deposits of a structure', () => {
  it('are shown with what the ANS holds against each file, and what it means', async () => {
    await deposit(OCTOBER, { state: 'refused', report: reportOf('ko'), exchanges: 2 });
    const [{ node }] = await deposits(manager);
    expect(node).toMatchObject({
      month: '2026-10',
      domain: hospital.domain,
      state: 'REFUSED',
      exchanges: 2,
      mayRedeposit: true,
    });
    expect(node.report).toEqual([
      {
        ...{ name: '202610_EchangesMSSante_x.fr.csv', verdict: 'KO' },
        controls: [
          {
            ...{ number: 7, verdict: 'KO', label: 'Cohérence des lignes', labelEn: 'Coherence of the lines' },
            ...{ message: 'Des lignes ne sont pas cohérentes', lines: [2] },
          },
        ],
      },
    ]);
    expect(await deposits(auditor)).toHaveLength(1);
    expect(await deposits((await hospital.apiKey(['compliance:read'])).key)).toHaveLength(1);
    expect(await deposits((await hospital.apiKey(['bal:read'])).key)).toBe('scopeMissing');
    expect(await deposits(stranger)).toBe('notFound');
  });

  it('go again once, when a manager asks, and are traced', async () => {
    await deposit(OCTOBER, { state: 'refused', report: reportOf('ko') });
    const [{ node }] = await deposits(manager);
    const other = await TestTenant.create(world.database);
    const foreign = await other.person();
    await other.role(foreign, 'manager');
    expect(await redeposit(await world.signIn(foreign), node.id, other.id)).toEqual({ code: 'notFound' });
    expect(await redeposit(stranger, node.id)).toEqual({ code: 'notFound' });
    expect(await redeposit(auditor, node.id)).toEqual({ code: 'forbidden' });
    expect(await redeposit((await hospital.apiKey(['compliance:read'])).key, node.id)).toEqual({
      code: 'scopeMissing',
    });
    expect(await redeposit(manager, node.id)).toEqual({ state: 'DUE', mayRedeposit: false, attempt: 2 });
    expect(await redeposit(manager, node.id)).toEqual({ code: 'statisticsNotRefused' });
    expect((await world.traces(hospital)).map(({ kind }) => kind)).toContain('statistics.redepositAsked');
  });

  it('are paged, the last month first', async () => {
    for (const month of ['2026-08', '2026-09'] as const) await deposit(parseMonth(month)!);
    const all = await deposits(manager);
    const months = all.map(({ node }: { node: { month: string } }) => node.month);
    expect(months).toEqual(['2026-10', '2026-09', '2026-08']);
    const rest = await deposits(manager, hospital.id, `, after: "${all[0].cursor}"`);
    expect(rest).toHaveLength(2);
    expect(await deposits(manager, hospital.id, ', after: "x"')).toBe('inputInvalid');
  });
});

describe('EX_PSU_5010: the indicators of a structure', () => {
  it('are counts, month by month, of those who may see its deliveries', async () => {
    const at = new Date('2026-10-09T08:00:00Z');
    const actor = { kind: 'person', idNat: '899700000018', name: 'x', proof: 'psc' } as const;
    await world.database.withTenant(hospital.context({ at, actor: actor as never }), (sql) =>
      new PgJournal(sql).record([{ kind: 'session.opened', outcome: 'ok' }]),
    );
    expect(await indicators(manager, '2026-09', '2026-10')).toEqual([
      expect.objectContaining({ month: '2026-09', delivered: 0, successRate: null, documents: [] }),
      {
        ...{ month: '2026-10', isWhole: true, delivered: 2, refused: 0, successRate: 1, toPatients: 2 },
        ...{ withQualifiedIns: 2, people: 1, bals: 0, usedBals: 1 },
        documents: [{ value: '34112-3', count: 2 }],
        programs: [{ value: 'NIL-1', count: 2 }],
      },
    ]);
    expect(await indicators(auditor, '2026-11', '2027-05')).toMatchObject([
      { month: '2026-11', isWhole: false, delivered: 1 },
    ]);
    expect(await indicators(stranger, '2026-10', '2026-10')).toBe('notFound');
    expect(await indicators((await hospital.apiKey(['bal:read'])).key, '2026-10', '2026-10')).toBe(
      'scopeMissing',
    );
  });

  it.each([
    ['octobre', '2026-10'],
    ['2026-10', '2026-13'],
    ['2026-10', '2026-09'],
    ['2020-01', '2026-10'],
  ])('refuse what is no span of months (%s to %s)', async (from, to) => {
    expect(await indicators(manager, from, to)).toBe('inputInvalid');
  });
});

describe('EX_PSU_5020: a file of statistics taken away', () => {
  const exchanges = () => `202610_EchangesMSSante_${hospital.domain}.csv`;

  it('has the lines of the structure alone, and no patient', async () => {
    const { status, text } = await file(manager, exchanges());
    expect(status).toBe(200);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines.slice(1))
      expect(line).toMatch(/;urgences@[^;]+;usager@patient\.mssante\.fr;2026-10-/);
    expect((await file(stranger, exchanges(), neighbour.id)).text.trimEnd().split('\n')).toHaveLength(1);
    expect((await file(manager, exchanges().replace('Echanges', 'Connexions'))).text).toMatch(
      /^BAL;DATE_DERNIERE_CONNEXION\n/,
    );
  });

  it('is not given to others, of other domains or under other names', async () => {
    expect((await file(stranger, exchanges())).status).toBe(404);
    expect(
      JSON.parse((await file(manager, `202610_EchangesMSSante_${neighbour.domain}.csv`)).text).code,
    ).toBe('domainNotOfTenant');
    expect((await file(manager, '..%2Fx.csv')).status).toBe(404);
    expect((await file('rien', exchanges())).status).toBe(401);
  });
});
