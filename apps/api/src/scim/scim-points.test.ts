import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { ScimClient } from './scim.fixture.js';
import { ERROR_SCHEMA } from './scim-fault.js';

let world: ApiWorld;
let hospital: TestTenant;

beforeAll(async () => {
  world = await ApiWorld.start({ points: { most: 100, perSecond: 10 } });
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
});
afterAll(() => world.stop());

const left = ({ headers }: { headers: Headers }) => Number(headers.get('ratelimit-remaining'));

describe('the points of a directory', () => {
  it('are drawn from the bucket that its key has for GraphQL, and told with every answer', async () => {
    const { key } = await hospital.apiKey(['scim:write', 'person:read']);
    const directory = new ScimClient(world, key);
    const added = await directory.user();
    expect([added.status, added.headers.get('ratelimit-limit'), left(added)]).toEqual([201, '100', 90]);
    expect(left(await directory.get(`/Users/${added.body.id}`))).toBe(89);
    // A list is paid for what it may hold, and what it does not is given back.
    expect(left(await directory.get('/Users?count=50'))).toBe(87);
    expect(left(await directory.get('/Users/unknown'))).toBe(86);
    const { extensions } = await world.ask('{ me { name } }', key);
    expect(extensions.cost.throttleStatus.currentlyAvailable).toBe(85);
  });

  it('run out with 429 in the words of SCIM and the moment to come back, and nothing is done', async () => {
    const { key } = await hospital.apiKey(['scim:write']);
    const directory = new ScimClient(world, key);
    for (let written = 0; written < 10; written += 1) expect((await directory.user()).status).toBe(201);
    const before = await directory.get('/Users?count=0');
    const refused = await directory.user({ userName: 'de-trop@hopital.example' });
    expect(before.status).toBe(429);
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({
      schemas: [ERROR_SCHEMA],
      status: '429',
      detail: expect.stringMatching(/^Trop de requêtes : .* \/ Too many requests: /),
    });
    expect([refused.headers.get('retry-after'), left(refused)]).toEqual(['1', 0]);
    expect(refused.headers.get('content-type')).toContain('application/scim+json');
    const other = new ScimClient(world, (await hospital.apiKey(['scim:write'])).key);
    expect(
      (await other.find('Users', 'userName eq "de-trop@hopital.example"', '&count=1')).body.totalResults,
    ).toBe(0);
  });

  it('are of nobody who is not known', async () => {
    const refused = await new ScimClient(world, 'mss_test_faux').get('/Users');
    expect([refused.status, refused.headers.get('ratelimit-limit')]).toEqual([401, null]);
  });
});
