import type { Person } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, EstateWorld, FORBIDDEN, GIBIBYTE, NOT_FOUND } from './estate-world.fixture.js';

let estate: EstateWorld;

beforeAll(async () => {
  estate = await EstateWorld.start();
});
afterAll(() => estate.stop());

describe('EX_GBM_5410, EX_GBM_4220: who answers for a BAL', () => {
  it('is seen beside it, and changed by handing that access over, to somebody entitled', async () => {
    const [nurse, clerk] = [
      await estate.hospital.person(),
      await estate.hospital.person({ idNat: '500000001815646/CPAT00077' as Person['idNat'] }),
    ];
    const opened = await estate.create(estate.manager, {
      ...{ address: estate.at('dialyse'), responsibleIdNat: estate.chief.idNat, responsibleReads: true },
    });
    const responsibleOf = async (bearer: string, structureId: string = estate.hospital.id) => {
      const { data } = await estate.world.ask(
        `query ($s: ID!, $b: ID!) { found: administeredBal(structureId: $s, balId: $b) {
           ... on AdministeredBal { responsible { id version person { id idNat } mayRead } } ... on Refus { code } } }`,
        bearer,
        { s: structureId, b: opened.bal.id },
      );
      return data.found;
    };
    const handOver = async (bearer: string, personId: string, mayRead: boolean) => {
      const { id, version } = (await responsibleOf(estate.manager)).responsible;
      const { data } = await estate.world.ask(
        `mutation ($s: ID!, $h: AccessHandOverInput!) { done: accessHandOver(structureId: $s, handOver: $h) {
           __typename ... on Refus { code } } }`,
        bearer,
        {
          s: estate.hospital.id,
          h: {
            accessId: id,
            version,
            personId,
            mayRead,
            maySend: mayRead,
            staysCoholder: false,
            reason: 'Départ',
          },
        },
      );
      return data.done;
    };
    expect(await handOver(estate.manager, clerk.id, true)).toMatchObject({ code: 'responsibleNotEntitled' });
    expect(await handOver(estate.auditor, nurse.id, true)).toMatchObject(FORBIDDEN);
    expect(await handOver(estate.theirManager, nurse.id, true)).toMatchObject(NOT_FOUND);
    expect(await handOver(estate.manager, nurse.id, true)).toEqual({ __typename: 'BalAccess' });
    expect((await responsibleOf(estate.manager)).responsible).toMatchObject({
      ...{ person: { idNat: nurse.idNat }, mayRead: true },
    });
    expect((await responsibleOf(estate.key)).responsible).toBeNull();
    expect(await responsibleOf(estate.theirManager)).toEqual({ code: 'notFound' });
    expect(await handOver(estate.manager, clerk.id, false)).toEqual({ __typename: 'BalAccess' });
  });
});

describe('changing a BAL', () => {
  it('is refused to whoever read an older version, and is traced', async () => {
    const opened = await estate.create(estate.manager, {
      address: estate.at('pharmacie'),
      responsibleIdNat: estate.chief.idNat,
    });
    const changed = await estate.act(
      estate.manager,
      'balUpdate',
      asked(opened),
      'change: { description: "Pharmacie", quotaBytes: 2147483648 }',
    );
    expect(changed).toMatchObject({
      version: 2,
      bal: { description: 'Pharmacie', quotaBytes: 2 * GIBIBYTE },
    });
    expect(
      await estate.act(estate.manager, 'balUpdate', asked(opened), 'change: { description: "Autre" }'),
    ).toMatchObject({
      code: 'changedMeanwhile',
    });
    expect(
      await estate.act(
        estate.manager,
        'balUpdate',
        asked(changed),
        'change: { description: "Claire Fontaine" }',
      ),
    ).toMatchObject({
      code: 'descriptionNominative',
    });
    expect(
      await estate.act(estate.auditor, 'balUpdate', asked(changed), 'change: { description: "Autre" }'),
    ).toMatchObject(FORBIDDEN);
    expect(
      await estate.act(estate.theirManager, 'balUpdate', asked(changed), 'change: { description: "Autre" }'),
    ).toMatchObject(NOT_FOUND);
    const traces = (await estate.world.traces(estate.hospital)).filter(({ kind }) => kind === 'bal.changed');
    expect(traces).toMatchObject([{ facts: { description: 'Pharmacie', quotaBytes: 2 * GIBIBYTE } }]);
  });

  it('EX_GBM_5410: is open to who answers for it, as to its description; a delegate changes nothing', async () => {
    const holder = await estate.hospital.person({ givenName: 'Paul', familyName: 'LEMAIRE' });
    const delegate = await estate.hospital.person();
    const opened = await estate.create(estate.manager, {
      address: estate.at('orl'),
      responsibleIdNat: holder.idNat,
      responsibleReads: true,
    });
    await estate.hospital.access(opened.bal.id, delegate, { role: 'delegate' });
    const [theirs, delegates] = [await estate.world.signIn(holder), await estate.world.signIn(delegate)];
    expect(
      await estate.act(theirs, 'balUpdate', asked(opened), 'change: { description: "ORL" }'),
    ).toMatchObject({
      version: 2,
    });
    const now = { id: opened.bal.id, version: 2 };
    expect(await estate.act(theirs, 'balUpdate', now, 'change: { quotaBytes: 10 }')).toMatchObject(FORBIDDEN);
    expect(await estate.act(delegates, 'balUpdate', now, 'change: { description: "x" }')).toMatchObject(
      FORBIDDEN,
    );
    expect(await estate.act(theirs, 'balSuspend', now, 'motive: OTHER')).toMatchObject(NOT_FOUND);
  });
});
