import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate, isStillGood } from '../session/authenticate.js';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket } from '../testing/socket.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let practice: TestTenant;
let manager: string;
let auditor: string;

beforeAll(async () => {
  world = await ApiWorld.start({}, { proxies: ['127.0.0.1/32'] });
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  practice = await TestTenant.create(world.database);
  manager = await signedIn(hospital, 'manager');
  auditor = await signedIn(hospital, 'auditor');
});
afterAll(() => world.stop());

async function signedIn(tenant: TestTenant, role: 'manager' | 'auditor'): Promise<string> {
  const person = await tenant.person();
  await tenant.role(person, role);
  return world.signIn(person);
}

const KEY = 'id name prefix scopes networks expiresAt lastUsedAt revokedAt madeBy isUsable';
const IN_A_MONTH = '2026-12-20T12:00:00.000Z';

async function create(token: string, change: object = {}, tenant = hospital) {
  const input = { name: 'Logiciel', scopes: ['bal:read', 'delivery:read'], expiresAt: IN_A_MONTH, ...change };
  const { data, errors } = await world.ask(
    `mutation ($id: ID!, $input: ApiKeyCreateInput!) { apiKeyCreate(structureId: $id, input: $input) {
       __typename ... on ApiKeyCreated { secret apiKey { ${KEY} } } ... on Refus { code message } } }`,
    token,
    { id: tenant.id, input },
  );
  return data?.apiKeyCreate ?? errors?.[0].extensions;
}

async function revoke(token: string, id: string, tenant = hospital) {
  const { data } = await world.ask(
    `mutation { apiKeyRevoke(structureId: "${tenant.id}", apiKeyId: "${id}") {
       __typename ... on ApiKey { ${KEY} } ... on Refus { code } } }`,
    token,
  );
  return data.apiKeyRevoke;
}

function list(token: string, first = 100, tenant = hospital) {
  return world.ask(
    `{ structure(id: "${tenant.id}") { ... on Structure { apiKeys(first: ${first}) {
         edges { node { ${KEY} } } pageInfo { hasNextPage } } } } }`,
    token,
  );
}

const from = (address: string) => ({ 'x-forwarded-for': address });
const WHO = JSON.stringify({ query: '{ me { name } }' });

describe('a key for a partner application', () => {
  it('is given by a manager, shown once, traced, and speaks for the structure', async () => {
    const { secret, apiKey } = await create(manager);
    expect(secret).toMatch(/^mss_test_[0-9A-Za-z]{43}$/);
    expect(apiKey).toMatchObject({
      name: 'Logiciel',
      prefix: secret.slice(0, 13),
      networks: [],
      expiresAt: IN_A_MONTH,
      lastUsedAt: null,
      isUsable: true,
    });
    expect((await world.ask('{ me { name } }', secret)).data.me.name).toBe('Logiciel');
    const listed = await list(manager);
    expect(JSON.stringify(listed)).not.toContain(secret.slice(13));
    expect(listed.data.structure.apiKeys.edges[0].node).toMatchObject({
      id: apiKey.id,
      lastUsedAt: world.now.toISOString(),
    });
    const traces = await world.traces(hospital);
    expect(traces).toContainEqual(expect.objectContaining({ kind: 'apiKey.created', outcome: 'ok' }));
    expect(JSON.stringify(traces)).not.toContain(secret.slice(13));
  });

  it('is no business of an auditor, of a key without the scope, nor of the neighbour’s manager', async () => {
    const other = await signedIn(practice, 'manager');
    const { key } = await hospital.apiKey(['bal:read']);
    expect((await create(auditor)).code).toBe('forbidden');
    expect((await create(key)).code).toBe('scopeMissing');
    expect((await create(other)).code).toBe('notFound');
    expect((await list(auditor)).errors?.[0].extensions.code).toBe('forbidden');
    expect((await list(key)).errors?.[0].extensions.code).toBe('scopeMissing');
    const { id } = await hospital.apiKey(['bal:read']);
    expect(await revoke(auditor, id)).toMatchObject({ code: 'forbidden' });
    expect(await revoke(other, id, practice)).toMatchObject({ code: 'notFound' });
    expect(await revoke(manager, 'x')).toMatchObject({ code: 'notFound' });
  });

  it('has a name, known scopes, an end within a year, and networks that are networks', async () => {
    for (const wrong of [
      { name: ' ' },
      { name: 'x'.repeat(101) },
      { scopes: [] },
      { scopes: ['message:read'] },
      { expiresAt: world.now.toISOString() },
      { expiresAt: '2027-11-20T12:00:00.001Z' },
      { networks: ['everywhere'] },
      { networks: ['0.0.0.0/0'] },
      { networks: Array.from({ length: 51 }, (_, i) => `192.0.2.${i}`) },
    ]) {
      expect((await create(manager, wrong)).code, JSON.stringify(wrong)).toBe('inputInvalid');
    }
    expect((await create(manager, { expiresAt: '2027-11-20T12:00:00.000Z' })).secret).toBeDefined();
  });

  it('is refused from outside its networks as one that does not exist, by HTTP and by WebSocket', async () => {
    const networks = ['192.0.2.0/24', '2001:db8::/32'];
    const { secret, apiKey } = await create(manager, { networks });
    for (const address of ['192.0.2.9', '2001:db8::7', '198.51.100.1, 192.0.2.9']) {
      expect((await world.post(WHO, secret, from(address))).status, address).toBe(200);
    }
    const unknown = await world.post(WHO, `mss_test_${'A'.repeat(43)}`);
    for (const address of ['198.51.100.1', '2001:db9::7', '192.0.2.9, 198.51.100.1', 'nonsense', '']) {
      const { status, errors } = await world.post(WHO, secret, from(address));
      expect({ status, errors }, address).toEqual({ status: 401, errors: unknown.errors });
    }
    expect(await openSocket(world.url, { authorization: `Bearer ${secret}` }).closed).toBe(4403);
    expect(apiKey.networks).toEqual(networks);
  });

  it('ends the subscriptions it opened when it is revoked', async () => {
    const { secret, apiKey } = await create(manager);
    const socket = openSocket(world.url, { authorization: `Bearer ${secret}` });
    socket.subscribe(`subscription { deliveryEvents(structureId: "${hospital.id}") { at } }`);
    await expect.poll(() => metric('cachet_api_subscriptions')).toBe(1);
    expect(await revoke(manager, apiKey.id)).toMatchObject({ isUsable: false });
    expect(await socket.closed).toBe(4403);
    expect((await world.ask('{ me { name } }', secret)).status).toBe(401);
    expect(await revoke(manager, apiKey.id)).toMatchObject({ code: 'notFound' });
  });

  it('is refused once it has expired, and what it opened is no longer good', async () => {
    const { secret } = await create(manager, { expiresAt: '2026-11-20T12:00:30.000Z' });
    const caller = await authenticate(world.container(), `Bearer ${secret}`, null);
    const isGood = () => isStillGood(world.container(), caller!);
    expect(await isGood()).toBe(true);
    const start = world.now;
    world.now = new Date('2026-11-20T12:00:30.000Z');
    expect((await world.ask('{ me { name } }', secret)).status).toBe(401);
    expect(await isGood()).toBe(false);
    world.now = start;
  });
});

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${world.url}/metrics`)).text();
  return Number(new RegExp(`^${name}\\{?[^ ]* (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

describe('a key that makes keys', () => {
  it('gives no scope, network or time that it has not, and falls with what it made', async () => {
    const scopes = ['key:write', 'bal:read'];
    const parent = await create(manager, { scopes, networks: ['192.0.2.0/24', '127.0.0.0/8'] });
    const few = { scopes: ['bal:read'] };
    expect(await create(parent.secret)).toMatchObject({
      code: 'scopeMissing',
      message: expect.stringContaining('delivery:read'),
    });
    expect((await create(parent.secret, { ...few, expiresAt: '2026-12-20T12:00:01Z' })).code).toBe(
      'inputInvalid',
    );
    expect((await create(parent.secret, { ...few, networks: ['192.0.0.0/16'] })).code).toBe('inputInvalid');
    const child = await create(parent.secret, { ...few, networks: ['192.0.2.7'] });
    const heir = await create(parent.secret, few);
    expect(child.apiKey).toMatchObject({ madeBy: parent.apiKey.id, networks: ['192.0.2.7/32'] });
    expect(heir.apiKey.networks).toEqual(['192.0.2.0/24', '127.0.0.0/8']);

    const seen = await list(parent.secret);
    expect(seen.data.structure.apiKeys.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([
      heir.apiKey.id,
      child.apiKey.id,
      parent.apiKey.id,
    ]);
    const stranger = await create(manager);
    expect(await revoke(parent.secret, stranger.apiKey.id)).toMatchObject({ code: 'notFound' });
    expect(await revoke(parent.secret, child.apiKey.id)).toMatchObject({ isUsable: false });
    await revoke(manager, parent.apiKey.id);
    expect((await world.ask('{ me { name } }', heir.secret)).status).toBe(401);
  });
});
