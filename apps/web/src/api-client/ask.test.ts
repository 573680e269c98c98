import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { KeepSessionDocument } from '../gql/documents.ts';
import { ask } from './ask.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A small API that answers each request as told; resolves to its address. */
async function api(answer: RequestListener): Promise<{ url: string; fetch: typeof fetch }> {
  const server = createServer(answer);
  closing.push(() => server.close().closeAllConnections());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/graphql`, fetch };
}

function json(status: number, body: unknown): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

describe('a question to the API', () => {
  it('carries the session and brings the data back', async () => {
    let seen: string | undefined;
    const door = await api((request, response) => {
      seen = request.headers.authorization;
      json(200, { data: { me: { name: 'Jeanne Moreau' } } })(request, response);
    });
    const answer = await ask(KeepSessionDocument, {}, 'opaque', door);
    expect(answer).toEqual({ ok: true, data: { me: { name: 'Jeanne Moreau' } } });
    expect(seen).toBe('Bearer opaque');
  });

  it('tells that the session is over, however the API says it', async () => {
    const said = [
      json(200, { data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }),
      json(401, { errors: [{}] }),
      json(200, { data: null, errors: [{ extensions: { code: 'sessionExpired' } }] }),
    ];
    for (const answer of said)
      expect(await ask(KeepSessionDocument, {}, 'old', await api(answer))).toMatchObject({
        failure: 'signedOut',
      });
  });

  it('is « unavailable » when nobody answers, or something else than the API does', async () => {
    const closed = await api(json(200, {}));
    for (const close of closing.splice(0)) close();
    expect(await ask(KeepSessionDocument, {}, null, closed)).toMatchObject({ failure: 'unavailable' });
    const proxy = await api((_request, response) => response.writeHead(502).end('<html>bad gateway</html>'));
    expect(await ask(KeepSessionDocument, {}, null, proxy)).toMatchObject({ failure: 'unavailable' });
  });

  it('follows no redirection', async () => {
    const door = await api((_request, response) => response.writeHead(307, { location: '/elsewhere' }).end());
    expect(await ask(KeepSessionDocument, {}, 'opaque', door)).toMatchObject({ failure: 'unavailable' });
  });

  it('keeps the reference of a fault, for support', async () => {
    const fault = json(200, {
      data: null,
      errors: [{ extensions: { code: 'INTERNAL', correlationId: 'c-1' } }],
    });
    expect(await ask(KeepSessionDocument, {}, 'opaque', await api(fault))).toEqual({
      ok: false,
      failure: 'fault',
      reference: 'c-1',
    });
  });
});
