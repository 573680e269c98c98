import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { json, portalEnvironment, SmallServer } from '../../../testing/portal-world.ts';

let seen: string | undefined;
const answer: RequestListener = (request, response) => {
  seen = request.headers.authorization;
  json(200, { data: { me: { name: 'Logiciel' } } })(request, response);
};
let api: SmallServer;

beforeAll(async () => {
  api = await SmallServer.listen(answer);
});
afterAll(() => {
  vi.unstubAllEnvs();
  api.close();
});

/** The route of a portal where the explorer is, or is not. */
async function routeWhere(explorer: 'on' | 'off') {
  vi.resetModules();
  const environment = portalEnvironment({ api: api.url, psc: 'http://localhost:20101' });
  for (const [name, value] of Object.entries({ ...environment, CACHET_API_EXPLORER: explorer }))
    vi.stubEnv(name, value);
  return (await import('./route.ts')).POST;
}

function question(change: Record<string, string> = {}): Request {
  const body = JSON.stringify({ query: '{ me { name } }' });
  const headers = { origin: 'http://localhost:20000', authorization: 'Bearer mss_test_x', ...change };
  return new Request('http://localhost:20000/explorateur/question', {
    method: 'POST',
    headers: { 'content-length': String(body.length), ...headers },
    body,
  });
}

describe('a question of the explorer', () => {
  it('is passed on with the key that it shows', async () => {
    const POST = await routeWhere('on');
    const response = await POST(question());
    expect([response.status, await response.json()]).toEqual([200, { data: { me: { name: 'Logiciel' } } }]);
    expect(seen).toBe('Bearer mss_test_x');
  });

  it('is of the portal’s own page, and of a megabyte at most', async () => {
    const POST = await routeWhere('on');
    expect((await POST(question({ origin: 'https://ailleurs.example' }))).status).toBe(403);
    expect((await POST(question({ 'content-length': '1000001' }))).status).toBe(413);
  });

  it('is not there where the explorer is off, as it is unless told', async () => {
    const POST = await routeWhere('off');
    expect((await POST(question())).status).toBe(404);
  });
});
