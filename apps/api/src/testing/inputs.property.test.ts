import { SCOPES } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApiSchema } from '../api-schema.js';
import { ApiWorld, LETTER } from './api-world.fixture.js';
import { operations } from './operations.fixture.js';

/** They end the session that asks, or take their time on purpose. */
const LEFT_OUT = new Set(['closePortalSession', 'openPortalSessionBySecours']);

let world: ApiWorld;
let ids: readonly string[];
let tokens: readonly (string | null)[];

beforeAll(async () => {
  world = await ApiWorld.start();
  const tenant = await TestTenant.create(world.database, { kind: 'structure' });
  const manager = await tenant.person();
  await tenant.role(manager, 'manager');
  const bal = await tenant.bal({ responsible: manager });
  const message = await world.deliver(tenant, bal, LETTER);
  const { key, id } = await tenant.apiKey(SCOPES);
  const operator = await TestTenant.create(world.database, { kind: 'operator' });
  const admin = await operator.person();
  await operator.role(admin, 'operatorAdmin');
  ids = [
    tenant.id,
    tenant.id,
    tenant.id,
    bal.id,
    bal.id,
    manager.id,
    message,
    message.split('.')[0]!,
    id,
    operator.id,
  ];
  tokens = [await world.signIn(manager), key, await world.signIn(admin), null];
});
afterAll(() => world.stop());

/** Nothing of what anybody sends is a fault of ours. */
async function isAnswered(body: string, token: string | null, headers: Record<string, string> = {}) {
  const { status, errors } = await world.post(body, token, headers);
  expect(status).toBeLessThan(500);
  expect(JSON.stringify(errors ?? [])).not.toMatch(/"INTERNAL"|stacktrace|node_modules/);
}

describe('whatever is asked of the API', () => {
  it('arguments that are none of those foreseen are refused, and never a fault', async () => {
    const schema = await buildApiSchema();
    await fc.assert(
      fc.asyncProperty(operations(schema, ids, LEFT_OUT), fc.constantFrom(...tokens), (operation, token) =>
        isAnswered(JSON.stringify(operation), token),
      ),
      { numRuns: fuzzRuns(60) },
    );
  });

  it('a body or a header that is nothing is refused, and never a fault', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom('{', 'null', '[]', '""', '0'),
    );
    const query = fc
      .tuple(fc.string(), fc.integer({ min: 0, max: 40 }))
      .map(([noise, at]) => `{ me { name structures { roles } } }`.slice(0, at) + noise);
    const key = fc.string({ unit: 'grapheme-ascii' }).map((noise) => ({ 'idempotency-key': noise.trim() }));
    const body = fc.oneof(
      text,
      query.map((asked) =>
        JSON.stringify({ query: asked, variables: null, operationName: asked.slice(0, 3) }),
      ),
      fc
        .record({ query, variables: fc.jsonValue(), extensions: fc.jsonValue() })
        .map((all) => JSON.stringify(all)),
    );
    await fc.assert(
      fc.asyncProperty(body, key, fc.constantFrom(...tokens), (sent, headers, token) =>
        isAnswered(sent, token, headers),
      ),
      { numRuns: fuzzRuns(60) },
    );
  });
});
