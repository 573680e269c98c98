import { TestTenant } from '@cachet/testkit';
import { getOperationAST, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { admit } from './admit.js';

let world: ApiWorld;
let token: string;
let tenant: TestTenant;

beforeAll(async () => {
  world = await ApiWorld.start({ introspection: false });
  tenant = await TestTenant.create(world.database);
  const manager = await tenant.person();
  await tenant.role(manager, 'manager');
  token = await world.signIn(manager);
});
afterAll(() => world.stop());

function measured(query: string) {
  const document = parse(query);
  const caller = {
    kind: 'partner',
    tenantId: tenant.id,
    apiKeyId: '',
    name: '',
    scopes: new Set<string>(),
    tokenEndsAt: null,
  } as const;
  return admit(document, getOperationAST(document)!, {}, caller);
}

/** Refused with a 400 and that code, quickly, and without a word of our insides. */
async function expectRefused(query: string, code: string, bearer: string | null = token): Promise<void> {
  const before = performance.now();
  const { status, data, errors } = await world.ask(query, bearer);
  expect(performance.now() - before).toBeLessThan(1_000);
  expect({ status, data, code: errors?.[0].extensions.code }).toEqual({ status: 400, data: null, code });
  expect(JSON.stringify(errors)).not.toMatch(/stacktrace|node_modules|select /);
}

describe('an operation that asks too much', () => {
  it('is refused beyond ten levels, counted through fragments', () => {
    const nested = (levels: number): string => (levels === 0 ? 'x' : `f { ${nested(levels - 1)} }`);
    expect(measured(`{ ${nested(9)} }`).depth).toBe(10);
    expect(() => measured(`{ ${nested(10)} }`)).toThrow(/11 > 10/);
    expect(() =>
      measured(`{ ${nested(5)} ...F } fragment F on T { g { ...G } } fragment G on T { ${nested(9)} }`),
    ).toThrow(/11 > 10/);
  });

  it('is refused beyond thirty aliases, spread in fragments or not', async () => {
    const aliases = (n: number) => Array.from({ length: n }, (_, i) => `a${i}: __typename`).join(' ');
    const names = Array.from({ length: 31 }, (_, i) => `a${i}: me { name }`).join(' ');
    await expectRefused(`{ ${names} }`, 'LIMIT_EXCEEDED');
    const fragment = Array.from({ length: 16 }, (_, i) => `b${i}: name`).join(' ');
    await expectRefused(
      `{ x: me { ...F } y: me { ...F } } fragment F on Me { ${fragment} }`,
      'LIMIT_EXCEEDED',
    );
    expect((await world.ask(`{ me { ${aliases(3)} name } }`, token)).errors).toBeUndefined();
  });

  it('is refused when fragments double it many times, without being unfolded', async () => {
    const doubling = Array.from(
      { length: 25 },
      (_, i) => `fragment F${i} on Structure { ...F${i + 1} ... on Structure { ...F${i + 1} } }`,
    ).join(' ');
    const bomb = `{ me { structures { structure { ...F0 } } } } ${doubling} fragment F25 on Structure { counts { activeBals } }`;
    await expectRefused(bomb, 'LIMIT_EXCEEDED');
  });

  it('is refused beyond fifty directives and beyond a thousand tokens', async () => {
    await expectRefused(`{ me { name ${'@include(if: true) '.repeat(51)} } }`, 'GRAPHQL_VALIDATION_FAILED');
    await expectRefused(`{ me { ${'name @include(if: true) '.repeat(51)} } }`, 'LIMIT_EXCEEDED');
    await expectRefused(`{ me { ${'name '.repeat(1_000)} } }`, 'GRAPHQL_PARSE_FAILED');
  });

  it('is refused by its cost before it runs, and every answer shows its cost', async () => {
    const page = 'messages(first: 100) { edges { node { body { text } attachments { name } } } }';
    await expectRefused(
      `{ me { bals { bal { folders { a: ${page} b: ${page} c: ${page} d: ${page} } } } } }`,
      'LIMIT_EXCEEDED',
    );
    const { extensions } = await world.ask('{ me { name bals { bal { address } } } }', token);
    expect(extensions.cost).toMatchObject({ requested: 3, actual: 2, limit: 5000 });
  });

  it('is refused for a page of zero, or of more than a hundred', async () => {
    for (const first of [0, -1, 101, 2_000_000_000]) {
      const { errors } = await world.ask(
        `{ structure(id: "${tenant.id}") { ... on Structure { deliveries(first: ${first}) { edges { cursor } } } } }`,
        token,
      );
      expect(errors?.[0].extensions.code).toBe('inputInvalid');
    }
  });

  it('is refused for a cursor that this list did not give', async () => {
    for (const after of ['', 'x', Buffer.from("1.'; drop table bal").toString('base64url')]) {
      const { errors } = await world.ask(
        `query ($after: String) { structure(id: "${tenant.id}") { ... on Structure { deliveries(first: 1, after: $after) { edges { cursor } } } } }`,
        token,
        { after },
      );
      expect(errors?.[0].extensions.code).toBe('inputInvalid');
    }
  });

  it('is refused when it brings U+0000, in a variable or in its text', async () => {
    const query = 'query ($id: ID!) { structure(id: $id) { __typename } }';
    const inVariable = await world.ask(query, token, { id: 'a\u0000b' });
    expect([inVariable.status, inVariable.errors?.[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    await expectRefused('{ structure(id: "a\\u0000b") { __typename } }', 'BAD_USER_INPUT');
    expect((await world.ask(query, token, { id: 'a\\u0000b' })).status).toBe(200);
  });

  it('is refused when a variable holds half of a surrogate pair, as a value or as a name', async () => {
    const query =
      'mutation ($id: ID!, $items: [BalBulkItem!]!) { balBulkCreate(structureId: $id, items: $items) { __typename } }';
    const item = { address: '', kind: 'PERSONAL', responsible: '', finess: '\ud800' };
    for (const items of [[item], [{ '\udc00': 1 }]]) {
      const { status, errors } = await world.ask(query, token, { id: tenant.id, items });
      expect([status, errors?.[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    }
    const whole = [{ ...item, finess: '\u{1f600}' }];
    expect((await world.ask(query, token, { id: tenant.id, items: whole })).status).toBe(200);
  });

  it('is refused for an instant of a year that nobody writes', async () => {
    const query = `mutation ($absence: AbsenceInput!) {
      balAbsenceSet(balId: "${tenant.id}", version: 1, absence: $absence) { __typename ... on Refus { code } } }`;
    for (const at of ['-004713-11-23T23:59:59.999Z', '+010000-01-01T00:00:00Z', '0000-01-01T00:00:00Z']) {
      const { status, errors } = await world.ask(query, token, { absence: { startsAt: at, text: 'Absent' } });
      expect([status, JSON.stringify(errors)]).toEqual([400, expect.stringContaining('DateTime')]);
    }
  });

  it('is refused when it names an operation that it has not', async () => {
    const { status, errors } = await world.post(
      JSON.stringify({ query: '{ me { name } }', operationName: 'Autre' }),
      token,
      { 'idempotency-key': 'x' },
    );
    expect([status, errors?.[0].extensions.code]).toEqual([400, 'OPERATION_RESOLUTION_FAILURE']);
  });

  it('is refused with a body over 1 MB, in a batch, or by GET', async () => {
    const large = await world.post(
      JSON.stringify({ query: `# ${'x'.repeat(1_100_000)}\n{ me { name } }` }),
      token,
    );
    expect({ status: large.status, limit: large.errors?.[0].extensions.limit }).toEqual({
      status: 413,
      limit: 'body',
    });
    const batch = await world.post(
      JSON.stringify([{ query: '{ me { name } }' }, { query: '{ me { name } }' }]),
      token,
    );
    expect(batch.status).toBe(400);
    const get = await fetch(`${world.url}/graphql?query=${encodeURIComponent('{ me { name } }')}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(get.status).toBe(404);
  });
});

describe('a request from another site', () => {
  it('is refused in the content types a form can send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const { status, data } = await world.post('{"query":"mutation { closePortalSession }"}', token, {
        'content-type': type,
      });
      expect({ status, data }).toEqual({ status: 400, data: null });
    }
  });

  it('gets no permission to read an answer', async () => {
    const { headers } = await world.post('{"query":"{ me { name } }"}', token, {
      origin: 'https://evil.example',
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('what the API says of itself', () => {
  it('is nothing of its schema where introspection is off', async () => {
    const asked = await world.ask('{ __schema { types { name } } }', token);
    expect(asked.data).toBeNull();
    const mistyped = await world.ask('{ me { nam } }', token);
    expect(JSON.stringify(mistyped.errors)).not.toMatch(/Did you mean|name/);
  });

  it('is nothing of a fault but its reference, which the log holds', async () => {
    const spare = await ApiWorld.start();
    Object.defineProperty(spare.database, 'reading', {
      value: () => {
        throw new Error('relation "bal" does not exist in /srv/cachet');
      },
    });
    const home = await TestTenant.create(spare.database);
    const manager = await home.person();
    await home.role(manager, 'manager');
    const session = await spare.signIn(manager);
    const { data, errors, headers } = await spare.ask(
      '{ me { structures { structure { name } } } }',
      session,
    );
    await spare.stop();
    expect(data).toBeNull();
    expect(errors).toEqual([
      {
        message: expect.stringMatching(
          /^Une erreur interne est survenue \(référence [0-9a-f-]{36}\)\. \/ An internal error/,
        ),
        path: ['me', 'structures'],
        extensions: { code: 'INTERNAL', correlationId: headers.get('x-correlation-id') },
      },
    ]);
  });

  it('does not name its software, and forbids framing and sniffing', async () => {
    const { headers } = await world.ask('{ me { name } }', token);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('health', () => {
  it('says which neighbour is gone, and stays in service without them', async () => {
    const ready = await fetch(`${world.url}/readyz`);
    const state = (await ready.json()) as { status: string; checks: { name: string; ok: boolean }[] };
    expect(ready.status).toBe(200);
    expect(state.status).toBe('degraded');
    expect(state.checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['postgres', true],
      ['keys', true],
      ['mailedge', false],
      ['jobs', false],
      ['psc', true],
    ]);
    expect(await (await fetch(`${world.url}/healthz`)).text()).toBe('ok\n');
    expect(await (await fetch(`${world.url}/metrics`)).text()).toContain(
      'cachet_api_operation_seconds_count',
    );
  });
});
