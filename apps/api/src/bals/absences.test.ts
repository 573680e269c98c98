import type { Person } from '@cachet/mss-core';
import { PgRouting } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerDomainsJob, eraseTestLettersJob } from '../jobs/answer-domains.js';
import { UNWATCHED } from '../jobs/job.js';
import { ApiWorld, LETTER } from '../testing/api-world.fixture.js';

let world: ApiWorld;
let practice: TestTenant;
let holder: Person;
let balId: string;
let theirs: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  practice = await TestTenant.create(world.database);
  holder = await practice.person();
  const bal = await practice.bal({ responsible: holder });
  balId = bal.id;
  theirs = await world.signIn(holder);
});
afterAll(() => world.stop());

const ABSENCE = {
  startsAt: '2026-11-20T12:00:00.000Z',
  endsAt: '2026-11-27T12:00:00.000Z',
  text: 'Absente.',
};

async function set(bearer: string, version: number, change: object = {}, id = balId) {
  const { data } = await world.ask(
    `mutation ($id: ID!, $version: Int!, $absence: AbsenceInput!) {
       done: balAbsenceSet(balId: $id, version: $version, absence: $absence) {
         ... on Bal { absence { startsAt endsAt title text version } } ... on Refus { code } } }`,
    bearer,
    { id, version, absence: { ...ABSENCE, ...change } },
  );
  return data.done;
}

async function seen(bearer: string) {
  const { data } = await world.ask(
    'query ($id: ID!) { bal(id: $id) { ... on Bal { absence { text version } } ... on Refus { code } } }',
    bearer,
    { id: balId },
  );
  return data.bal;
}

describe('RFC 3834: an absence', () => {
  it('is set, changed and ended by who answers for the BAL, with traces', async () => {
    expect(await set(theirs, 0)).toEqual({ absence: { ...ABSENCE, title: '', version: 1 } });
    expect(await set(theirs, 0)).toEqual({ code: 'changedMeanwhile' });
    expect(await set(theirs, 1, { text: 'De retour lundi.', endsAt: null })).toMatchObject({
      absence: { text: 'De retour lundi.', endsAt: null, version: 2 },
    });
    expect(await seen(theirs)).toEqual({ absence: { text: 'De retour lundi.', version: 2 } });
    const { data } = await world.ask(
      'mutation ($id: ID!) { done: balAbsenceEnd(balId: $id) { ... on Bal { absence { text } } } }',
      theirs,
      {
        id: balId,
      },
    );
    expect(data.done).toEqual({ absence: null });
    expect(
      (await world.traces(practice)).map(({ kind }) => kind).filter((kind) => kind.startsWith('absence')),
    ).toEqual(['absence.set', 'absence.set', 'absence.ended']);
  });

  it('says when it ends, after it begins, and something', async () => {
    for (const wrong of [
      { endsAt: ABSENCE.startsAt },
      { text: ' ' },
      { text: 'x'.repeat(2_001) },
      { title: 'x'.repeat(121) },
    ])
      expect(await set(theirs, 0, wrong)).toEqual({ code: 'inputInvalid' });
  });

  it('is nobody else’s to set or to see: a delegate, a manager, a neighbour, a key', async () => {
    await set(theirs, 0);
    const delegate = await practice.person();
    await practice.access(balId, delegate, { role: 'delegate' });
    const manager = await practice.person();
    await practice.role(manager, 'manager');
    const other = await TestTenant.create(world.database);
    const stranger = await other.person();
    await other.bal({ responsible: stranger });
    const { key } = await practice.apiKey(['bal:read', 'bal:write']);
    const [delegates, managers, strangers] = [
      await world.signIn(delegate),
      await world.signIn(manager),
      await world.signIn(stranger),
    ];
    expect(await set(delegates, 1)).toEqual({ code: 'forbidden' });
    for (const bearer of [managers, strangers, key])
      expect(await set(bearer, 1)).toEqual({ code: 'notFound' });
    for (const bearer of [delegates, managers, key]) expect(await seen(bearer)).toEqual({ absence: null });
    expect(await seen(strangers)).toEqual({ code: 'notFound' });
  });
});

describe('EX_GBM_4020, EX_GBM_4030: reponse.automatique-test@', () => {
  it('is opened for every domain in the operator’s own tenant, once, and holds nothing for more than a month', async () => {
    const operator = await TestTenant.create(world.database, { kind: 'operator' });
    const act = (days: number) => ({
      actor: { kind: 'system', name: 'jobs' } as const,
      ...({ means: 'job', correlationId: 'c', remoteAddress: null } as const),
      at: new Date(world.now.getTime() + days * 86_400_000),
    });
    const job = answerDomainsJob(world.database);
    expect([await job.run(act(0), UNWATCHED), await job.run(act(0), UNWATCHED)]).toEqual(['ok', 'ok']);
    const routing = new PgRouting(world.database);
    for (const { domain } of [practice, operator]) {
      const address = `reponse.automatique-test@${domain}` as never;
      expect(await routing.inboundRecipient(address)).toMatchObject({
        tenantId: operator.id,
        state: 'active',
      });
    }
    const route = await routing.inboundRecipient(`reponse.automatique-test@${practice.domain}` as never);
    for (const text of ['Un', 'Deux'])
      await world.deliver(operator, { id: route?.balId ?? '' }, `${LETTER}${text}\n`);
    const left = () =>
      world.database.withTenant(operator.context(), (sql) => sql.query('select id from mail_message'));
    const erase = eraseTestLettersJob(world.database);
    await erase.run(act(27), UNWATCHED);
    expect(await left()).toHaveLength(2);
    await erase.run(act(29), UNWATCHED);
    expect(await left()).toEqual([]);
    const erased = (await world.traces(operator)).filter(({ kind }) => kind === 'message.expunged');
    expect(erased).toMatchObject([{ facts: { messages: 2 } }]);
  });
});
