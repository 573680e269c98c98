import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesOf, EstateWorld } from './estate-world.fixture.js';

let estate: EstateWorld;

beforeAll(async () => {
  estate = await EstateWorld.start();
});
afterAll(() => estate.stop());

describe('the list of the BAL of a structure', () => {
  it('is in order of address, by pages, filtered; a stranger sees none of it', async () => {
    const clinic = await TestTenant.create(estate.world.database, { kind: 'practice' });
    const person = await clinic.person();
    await clinic.role(person, 'manager');
    const bearer = await estate.world.signIn(person);
    for (const name of ['d', 'b', 'a', 'c'])
      await clinic.bal({ address: name, kind: name === 'b' ? 'applicative' : 'personal' });
    await clinic.bal({ address: 'e', description: 'Cardiologie PÉDIATRIQUE' });
    const first = await estate.list(bearer, 'first: 2', clinic.id);
    expect([addressesOf(first), first.structure.mayManageBals]).toEqual([['a', 'b'], true]);
    const { endCursor } = first.structure.bals.pageInfo;
    const next = await estate.list(bearer, `first: 3, after: "${endCursor}"`, clinic.id);
    expect([addressesOf(next), next.structure.bals.pageInfo.hasNextPage]).toEqual([['c', 'd', 'e'], false]);
    expect(addressesOf(await estate.list(bearer, 'first: 9, kind: APPLICATIVE', clinic.id))).toEqual(['b']);
    expect(addressesOf(await estate.list(bearer, 'first: 9, text: "pédiatrique"', clinic.id))).toEqual(['e']);
    expect(addressesOf(await estate.list(bearer, 'first: 9, text: "%"', clinic.id))).toEqual([]);
    expect((await estate.list(bearer, 'first: 0', clinic.id)).errors?.[0].extensions.code).toBe(
      'inputInvalid',
    );
    expect((await estate.list(bearer, 'first: 1, after: "x"', clinic.id)).errors?.[0].extensions.code).toBe(
      'inputInvalid',
    );
    expect((await estate.list(estate.manager, 'first: 9', clinic.id)).structure).toEqual({
      code: 'notFound',
    });
    const other = await clinic.apiKey(['delivery:read']);
    expect((await estate.list(other.key, 'first: 9', clinic.id)).errors?.[0].extensions.code).toBe(
      'scopeMissing',
    );
  });
});
