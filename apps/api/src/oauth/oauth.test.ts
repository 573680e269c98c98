import { TestTenant } from '@cachet/testkit';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket } from '../testing/socket.fixture.js';
import { readTokenRequest } from './token-request.js';

let world: ApiWorld;
let hospital: TestTenant;
let client: { readonly id: string; readonly key: string };

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  client = await hospital.apiKey(['bal:read', 'delivery:read']);
});
afterAll(() => world.stop());

const FORM = 'application/x-www-form-urlencoded';

async function ask(body: string, headers: Record<string, string> = {}, type = FORM) {
  const response = await fetch(`${world.url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body,
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
  const answer = (await response.json()) as any;
  return { status: response.status, headers: response.headers, answer };
}

function basic({ id, key } = client) {
  return { authorization: `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}` };
}

const GRANT = 'grant_type=client_credentials';
const posted = () => `${GRANT}&client_id=${client.id}&client_secret=${client.key}`;

describe('RFC 6749 §4.4: a token for a client’s credentials', () => {
  it('is given by both ways of presenting them, for a quarter of an hour, and is kept by nobody', async () => {
    for (const { status, headers, answer } of [await ask(GRANT, basic()), await ask(posted())]) {
      expect(status).toBe(200);
      expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
      expect(answer).toEqual({
        access_token: expect.stringMatching(/^mst_[A-Za-z0-9_-]{43}$/),
        token_type: 'Bearer',
        expires_in: 900,
        scope: 'bal:read delivery:read',
      });
      const { data } = await world.ask('{ me { name } }', answer.access_token);
      expect(data.me.name).toBe('Logiciel fictif');
      const kept = await world.database.shared((sql) => sql.query('select t::text from route_api_token t'));
      expect(JSON.stringify(kept)).not.toContain(answer.access_token);
    }
  });

  it('has the scopes that were asked for, and no other', async () => {
    const { answer } = await ask(`${GRANT}&scope=bal%3Aread`, basic());
    expect(answer.scope).toBe('bal:read');
    const { errors } = await world.ask(
      `{ structure(id: "${hospital.id}") { ... on Structure { deliveries(first: 1) { edges { cursor } } } } }`,
      answer.access_token,
    );
    expect(errors?.[0].extensions.code).toBe('scopeMissing');
  });

  it('ends after its time, or with its key', async () => {
    const key = await hospital.apiKey(['delivery:read'], new Date(world.now.getTime() + 60_000));
    const short = await ask(GRANT, basic(key));
    expect(short.answer.expires_in).toBe(60);
    const { answer } = await ask(GRANT, basic());
    const start = world.now;
    world.now = new Date(start.getTime() + 900_000);
    expect((await world.ask('{ me { name } }', answer.access_token)).status).toBe(401);
    world.now = start;
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('update api_key set revoked_at = now() where id = $1', [key.id]),
    );
    expect((await world.ask('{ me { name } }', short.answer.access_token)).status).toBe(401);
  });

  it('opens a WebSocket, which ends with it', async () => {
    const { answer } = await ask(GRANT, basic());
    const start = world.now;
    world.now = new Date(start.getTime() + 900_000);
    const late = openSocket(world.url, { authorization: `Bearer ${answer.access_token}` });
    expect(await late.closed).toBe(4403);
    world.now = start;
  });
});

describe('RFC 6749 §5.2: a token that is not given', () => {
  it('is told by the standard’s own words', async () => {
    const other = await hospital.apiKey(['bal:read']);
    const revoked = { id: client.id, key: other.key };
    const cases: [string, Record<string, string>, number, string][] = [
      ['', {}, 401, 'invalid_client'],
      [GRANT, {}, 401, 'invalid_client'],
      [GRANT, basic(revoked), 401, 'invalid_client'],
      [GRANT, basic({ id: 'x', key: 'y' }), 401, 'invalid_client'],
      [GRANT, { authorization: 'Basic !' }, 401, 'invalid_client'],
      [GRANT, { authorization: `Bearer ${client.key}` }, 401, 'invalid_client'],
      [`${GRANT}&client_id=${client.id}`, {}, 401, 'invalid_client'],
      [posted(), basic(), 400, 'invalid_request'],
      [`${GRANT}&client_id=${other.id}`, basic(), 400, 'invalid_request'],
      [`${GRANT}&${GRANT}`, basic(), 400, 'invalid_request'],
      ['scope=bal%3Aread', basic(), 400, 'invalid_request'],
      ['grant_type=', basic(), 400, 'invalid_request'],
      ['grant_type=password', basic(), 400, 'unsupported_grant_type'],
      [`${GRANT}&scope=key%3Awrite`, basic(), 400, 'invalid_scope'],
      [`${GRANT}&scope=bal%3Aread++delivery%3Aread`, basic(), 400, 'invalid_scope'],
      [`${GRANT}&scope=%22`, basic(), 400, 'invalid_scope'],
    ];
    for (const [body, headers, status, error] of cases) {
      const got = await ask(body, headers);
      expect([got.status, got.answer.error], body).toEqual([status, error]);
      expect(got.answer.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
      expect(got.headers.get('www-authenticate')?.startsWith('Basic ') ?? false).toBe(status === 401);
      expect(got.headers.get('cache-control')).toBe('no-store');
    }
    expect((await ask('{}', basic(), 'application/json')).answer.error).toBe('invalid_request');
    expect((await ask(`x=${'y'.repeat(9_000)}`, basic())).status).toBe(413);
  });

  it('is never a fault, whatever is posted', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.constantFrom(GRANT, 'client_id=%', '&scope=a b', '=&=', `${GRANT}&client_secret=%ff`),
    );
    const header = fc.option(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
      ),
      { nil: undefined },
    );
    fc.assert(
      fc.property(anything, header, (form, authorization) => {
        expect(typeof readTokenRequest(form, authorization).ok).toBe('boolean');
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});
