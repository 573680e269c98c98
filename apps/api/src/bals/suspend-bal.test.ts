import { parseMssAddress } from '@cachet/mss-core';
import { PgRouting } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LETTER } from '../testing/api-world.fixture.js';
import { asked, EstateWorld } from './estate-world.fixture.js';

let estate: EstateWorld;

beforeAll(async () => {
  estate = await EstateWorld.start();
});
afterAll(() => estate.stop());

describe('RE_GBM_4420: suspending a BAL', () => {
  it('closes it to mail and to its holder, tells the heads why, and RE_GBM_4440 gives it back as it was', async () => {
    const clinic = await TestTenant.create(estate.world.database, { kind: 'practice' });
    const head = await clinic.person({ givenName: 'Inès', familyName: 'ROUSSEAU' });
    await clinic.role(head, 'manager');
    const headBal = await clinic.bal({ responsible: head });
    const bearer = await estate.world.signIn(head);
    const holder = await clinic.person({ givenName: 'Luc', familyName: 'PETIT' });
    const opened = await estate.create(
      bearer,
      { kind: 'PERSONAL', address: estate.at('luc.petit', clinic), responsibleIdNat: holder.idNat },
      clinic.id,
    );
    const messageId = await estate.world.deliver(clinic, opened.bal, LETTER);
    const suspended = await estate.act(
      bearer,
      'balSuspend',
      asked(opened),
      'motive: SECURITY, note: "Hameçonnage"',
      clinic.id,
    );
    expect(suspended).toMatchObject({
      ...{ version: 2, bal: { state: 'SUSPENDED' } },
      decision: {
        motive: 'SECURITY',
        note: 'Hameçonnage',
        by: 'ROUSSEAU',
        at: estate.world.now.toISOString(),
      },
    });
    const routing = new PgRouting(estate.world.database);
    const address = parseMssAddress(opened.bal.address)!;
    expect(await routing.inboundRecipient(address)).toMatchObject({ state: 'suspended' });
    const read = async () => {
      const { data } = await estate.world.ask(
        'query ($bal: ID!, $id: ID!) { message(balId: $bal, id: $id) { __typename ... on Refus { code } } }',
        await estate.world.signIn(holder),
        { bal: opened.bal.id, id: messageId },
      );
      return data.message;
    };
    expect(await read()).toEqual({ __typename: 'Refus', code: 'balSuspended' });
    const [letter] = await estate.world.database.withTenant(clinic.context(), (sql) =>
      sql.query<{ messages: number }>(
        "select message_count as messages from mail_folder where bal_id = $1 and special_use = 'inbox'",
        [headBal.id],
      ),
    );
    expect(letter).toEqual({ messages: 1 });
    const found = await estate.list(bearer, 'first: 10, state: SUSPENDED, motive: SECURITY', clinic.id);
    expect(found.structure.bals.edges).toMatchObject([
      { node: { decision: { motive: 'SECURITY', note: 'Hameçonnage', by: 'ROUSSEAU' }, bal: { address } } },
    ]);
    expect(
      await estate.act(bearer, 'balSuspend', asked(suspended), 'motive: OTHER', clinic.id),
    ).toMatchObject({
      code: 'balNotInState',
    });
    const back = await estate.act(bearer, 'balReactivate', asked(suspended), '', clinic.id);
    expect(back).toMatchObject({ bal: { state: 'ACTIVE' }, decision: { motive: null } });
    expect(await read()).toMatchObject({ __typename: 'Message' });
    expect(await routing.inboundRecipient(address)).toMatchObject({ state: 'active' });
    const kinds = (await estate.world.traces(clinic)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['bal.suspended', 'bal.reactivated']));
  });

  it('has no effect twice, when two managers decide at one time', async () => {
    const opened = await estate.create(estate.manager, {
      address: estate.at('radiologie'),
      responsibleIdNat: estate.chief.idNat,
    });
    const answers = await Promise.all(
      [1, 2, 3].map(() => estate.act(estate.manager, 'balSuspend', asked(opened), 'motive: OTHER')),
    );
    expect(answers.map(({ code }) => code ?? 'done').sort()).toEqual([
      'changedMeanwhile',
      'changedMeanwhile',
      'done',
    ]);
  });
});

describe('a BAL that is pending', () => {
  it('has its name and its holder, and neither receives nor opens before it is activated', async () => {
    const lea = await estate.hospital.person({ givenName: 'Léa', familyName: 'BRUN' });
    const opened = await estate.create(estate.manager, {
      ...{ kind: 'PERSONAL', address: estate.at('lea.brun'), responsibleIdNat: lea.idNat, isPending: true },
    });
    expect(opened.bal.state).toBe('PENDING');
    const routing = new PgRouting(estate.world.database);
    const address = parseMssAddress(estate.at('lea.brun'))!;
    expect(await routing.inboundRecipient(address)).toMatchObject({ state: 'pending' });
    expect(await estate.act(estate.manager, 'balSuspend', asked(opened), 'motive: OTHER')).toMatchObject({
      code: 'balNotInState',
    });
    expect(await estate.act(estate.manager, 'balActivate', asked(opened))).toMatchObject({
      bal: { state: 'ACTIVE' },
    });
    expect(await routing.inboundRecipient(address)).toMatchObject({ state: 'active' });
  });
});
