import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, EstateWorld } from './estate-world.fixture.js';

let estate: EstateWorld;

beforeAll(async () => {
  estate = await EstateWorld.start();
});
afterAll(() => estate.stop());

describe('EX_PBA_5011, EX_PBA_5220: the place of a BAL', () => {
  it('is one that the structure declared, its legal entity only for what several share', async () => {
    const clinic = await TestTenant.create(estate.world.database, { kind: 'structure' });
    const person = await clinic.person({ givenName: 'Anne', familyName: 'MARTIN' });
    await clinic.role(person, 'manager');
    const bearer = await estate.world.signIn(person);
    const places = async (call: string) => {
      const { data } = await estate.world.ask(
        `mutation ($id: ID!) { done: ${call} { ... on StructurePlaces { places { finess name } } ... on Refus { code } } }`,
        bearer,
        { id: clinic.id },
      );
      return data.done;
    };
    expect(
      await places(`structurePlaceDeclare(structureId: $id, finess: "750712185", name: "Site nord")`),
    ).toEqual({
      code: 'finessMalformed',
    });
    expect(
      await places(`structurePlaceDeclare(structureId: $id, finess: "75 071 218 4", name: "Site nord")`),
    ).toEqual({
      places: [{ finess: '750712184', name: 'Site nord' }],
    });
    const bal = { responsibleIdNat: person.idNat, address: estate.at('accueil', clinic) };
    expect(await estate.create(bearer, bal, clinic.id)).toMatchObject({ code: 'finessMissing' });
    expect(await estate.create(bearer, { ...bal, finess: '010000024' }, clinic.id)).toMatchObject({
      code: 'finessOfLegalEntity',
    });
    const opened = await estate.create(bearer, { ...bal, finess: '010000024', isShared: true }, clinic.id);
    expect(opened).toMatchObject({ finess: '010000024', isShared: true });
    const moved = await estate.act(
      bearer,
      'balUpdate',
      asked(opened),
      'change: { finess: "750712184", isShared: false }',
      clinic.id,
    );
    expect(moved).toMatchObject({ finess: '750712184', isShared: false, version: 2 });
    expect(await places(`structurePlaceWithdraw(structureId: $id, finess: "750712184")`)).toEqual({
      code: 'placeInUse',
    });
  });
});
