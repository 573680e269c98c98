import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { KeepSessionDocument, MyBalsDocument } from '../gql/documents.ts';
import { json, SmallServer } from '../testing/portal-world.ts';
import { ask } from './ask.ts';

const opened: SmallServer[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

/** A small API that answers as told. */
async function api(answer: RequestListener): Promise<{ url: string; fetch: typeof fetch }> {
  const server = await SmallServer.listen(answer);
  opened.push(server);
  return { url: `${server.url}/graphql`, fetch };
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

  it('names its document, and writes it whole from then on to an API that does not know that one', async () => {
    const asked: { documentId?: string; query?: string; variables?: object }[] = [];
    let knows = true;
    const door = await api(async (request, response) => {
      const question = JSON.parse(await text(request));
      asked.push(question);
      const unknown = { data: null, errors: [{ extensions: { code: 'DOCUMENT_UNKNOWN' } }] };
      const isAnswered = knows || question.query !== undefined;
      json(isAnswered ? 200 : 400, isAnswered ? { data: {} } : unknown)(request, response);
    });
    const question = () => ask(MyBalsDocument, {}, 'opaque', door);
    await question();
    knows = false;
    expect(await question()).toEqual({ ok: true, data: {} });
    await question();
    const [named, refused, whole, again, ...others] = asked;
    expect(named).toEqual({ documentId: expect.stringMatching(/^[0-9a-f]{64}$/), variables: {} });
    expect(refused).toEqual(named);
    expect([whole, again, others]).toEqual([{ query: String(MyBalsDocument), variables: {} }, whole, []]);
  });

  it('is « unavailable » when nobody answers, or something else than the API does', async () => {
    const closed = await api(json(200, {}));
    for (const server of opened.splice(0)) server.close();
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
