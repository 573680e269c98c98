import { describe, expect, it } from 'vitest';
import { beginAt, offersOf } from './begin.ts';

const door = (status: number, body: unknown) => (async () => Response.json(body, { status })) as typeof fetch;
const closed = (async () => Promise.reject(new Error('down'))) as typeof fetch;

describe('the way in by the account of a structure', () => {
  it('finds the structures of an address, or says that nobody could tell', async () => {
    const structures = [{ structureId: 's1', name: 'Hôpital' }];
    expect(await offersOf('a@b.fr', door(200, { structures }))).toEqual(structures);
    expect(await offersOf('a@b.fr', door(503, {}))).toBeNull();
    expect(await offersOf('a@b.fr', closed)).toBeNull();
  });

  it('leads to the provider, and nowhere a browser would run', async () => {
    const url = 'https://identite.ch-exemple.fr/auth?x=1';
    expect(await beginAt('s1', '/', door(200, { url }))).toEqual({ url });
    expect(await beginAt('s1', '/', door(200, { url: 'javascript:alert(1)' }))).toEqual({ why: null });
    const why = { fr: 'Non.', en: 'No.' };
    expect(await beginAt('s1', '/', door(409, why))).toEqual({ why });
    expect(await beginAt('s1', '/', closed)).toEqual({ why: null });
  });
});
