import { describe, expect, it } from 'vitest';
import { FetchFailure } from '../http/fetch-bytes.js';
import { HttpListeBlancheSource } from './liste-blanche-source.js';

const url = 'http://liste.test/listeblanchemssante.xml';

describe('EX_2.2_5010: the list is fetched from its published address', () => {
  it('byte for byte, within its limits', async () => {
    const source = new HttpListeBlancheSource({
      url,
      ca: 'PEM',
      fetch: async (request) => {
        expect(request).toMatchObject({ url, ca: 'PEM', maxBytes: 20 * 1024 * 1024 });
        return { status: 200, headers: {}, body: Buffer.from('<l/>') };
      },
    });
    expect(await source.fetch()).toEqual({ ok: true, value: Buffer.from('<l/>') });
  });

  it.each([302, 404, 503])('a status of %i means that it cannot be had now', async (status) => {
    const source = new HttpListeBlancheSource({
      url,
      fetch: async () => ({ status, headers: {}, body: Buffer.alloc(0) }),
    });
    expect(await source.fetch()).toMatchObject({ ok: false, refusal: { code: 'listeBlancheUnreachable' } });
  });

  it('so does silence', async () => {
    const fetch = () => Promise.reject(new FetchFailure('no answer within 60000 ms'));
    const outcome = await new HttpListeBlancheSource({ url, fetch }).fetch();
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'listeBlancheUnreachable' } });
  });
});
