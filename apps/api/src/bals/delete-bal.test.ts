import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDeletedBalsJob } from '../jobs/empty-deleted-bals.js';
import { UNWATCHED } from '../jobs/job.js';
import { LETTER } from '../testing/api-world.fixture.js';
import { addressesOf, asked, EstateWorld } from './estate-world.fixture.js';

let estate: EstateWorld;

beforeAll(async () => {
  estate = await EstateWorld.start();
});
afterAll(() => estate.stop());

describe('RE_GBM_4330: the address of a deleted BAL', () => {
  it('rests before another person has it; who had it may have it back at once; traces and accesses stay', async () => {
    const [marc, homonym] = [
      await estate.hospital.person({ givenName: 'Marc', familyName: 'DUBOIS' }),
      await estate.hospital.person({ givenName: 'Marc', familyName: 'DUBOIS' }),
    ];
    const personal = (idNat: string) => ({
      kind: 'PERSONAL',
      address: estate.at('marc.dubois'),
      responsibleIdNat: idNat,
    });
    const opened = await estate.create(estate.manager, personal(marc.idNat));
    const deleted = await estate.act(estate.manager, 'balDelete', asked(opened), 'motive: DEPARTURE');
    expect(deleted).toMatchObject({ bal: { state: 'DELETED' }, decision: { motive: 'DEPARTURE' } });
    expect(await estate.create(estate.manager, personal(homonym.idNat))).toMatchObject({
      code: 'addressRetired',
      message: expect.stringContaining('20 novembre 2027'),
    });
    const again = await estate.create(estate.manager, personal(marc.idNat));
    expect(again).toMatchObject({ version: 1, bal: { state: 'ACTIVE' } });
    await estate.act(estate.manager, 'balDelete', asked(again), 'motive: DEPARTURE');
    const opening = estate.world.now;
    estate.world.now = new Date('2027-11-20T12:00:01Z');
    const manager2 = await estate.world.signIn(estate.chief);
    expect(await estate.create(manager2, personal(homonym.idNat))).toMatchObject({ version: 1 });
    estate.world.now = opening;
    const held = await estate.world.database.withTenant(estate.hospital.context(), (sql) =>
      sql.query('select from bal_access where bal_id = any($1)', [[opened.bal.id, again.bal.id]]),
    );
    expect(held).toHaveLength(2);
    expect(addressesOf(await estate.list(estate.manager, 'first: 10, text: "marc.dubois"'))).toEqual([
      'marc.dubois',
    ]);
    expect(
      addressesOf(await estate.list(estate.manager, 'first: 10, state: DELETED, text: "marc.dubois"')),
    ).toHaveLength(2);
  });
});

describe('EX_GBM_6010: the content of a deleted BAL', () => {
  it('is destroyed for good soon after; its neighbour’s and its traces stay', async () => {
    const clinic = await TestTenant.create(estate.world.database, { kind: 'practice' });
    const person = await clinic.person({ givenName: 'Rose', familyName: 'BLANC' });
    await clinic.role(person, 'manager');
    const bearer = await estate.world.signIn(person);
    const bal = {
      kind: 'PERSONAL',
      address: estate.at('rose.blanc', clinic),
      responsibleIdNat: person.idNat,
    };
    const opened = await estate.create(bearer, bal, clinic.id);
    const beside = await clinic.bal({ responsible: person });
    await estate.world.deliver(clinic, opened.bal, LETTER);
    await estate.world.deliver(clinic, beside, 'From: a@b.fr\nSubject: x\n\nBonjour\n');
    await estate.act(bearer, 'balDelete', asked(opened), 'motive: NOT_NEEDED', clinic.id);
    const faults: unknown[] = [];
    const job = emptyDeletedBalsJob(estate.world.database, { error: (facts) => void faults.push(facts) });
    const system = { kind: 'system', name: 'jobs:bals.empty' } as const;
    const run = {
      actor: system,
      means: 'job',
      at: estate.world.now,
      correlationId: 'c',
      remoteAddress: null,
    } as const;
    expect(await job.hasWork?.()).toBe(true);
    expect([await job.run(run, UNWATCHED), faults]).toEqual(['ok', []]);
    expect(await job.hasWork?.()).toBe(false);
    const left = await estate.world.database.withTenant(clinic.context(), (sql) =>
      sql.query<{ messages: number }>(
        `select (select count(*) from mail_message)::int as messages,
                (select count(*) from mail_folder where bal_id = $1)::int as folders`,
        [opened.bal.id],
      ),
    );
    // The letter of the estate.neighbour BAL, and the notice of the deletion that its holder, who manages, had there.
    expect(left).toEqual([{ messages: 2, folders: 0 }]);
    const { data } = await estate.world.ask(
      'query ($s: ID!, $b: ID!) { administeredBal(structureId: $s, balId: $b) { ... on AdministeredBal { emptiedAt bal { usedBytes } } } }',
      bearer,
      { s: clinic.id, b: opened.bal.id },
    );
    expect(data.administeredBal).toEqual({
      emptiedAt: estate.world.now.toISOString(),
      bal: { usedBytes: 0 },
    });
    expect((await estate.world.traces(clinic)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['bal.created', 'bal.deleted', 'bal.emptied']),
    );
  });
});
