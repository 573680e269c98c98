import type { CopiedEntry } from '@cachet/mss-core';
import { type TemporaryDatabase, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgDirectoryCache } from './pg-directory-cache.js';

const at = (hour: number) => new Date(`2026-11-29T${String(hour).padStart(2, '0')}:00:00Z`);
const entries = (familyName: string) =>
  [{ address: 'a@b.mssante.fr', familyName }] as unknown as CopiedEntry[];

describe('RE_2.1_5030: answers of the Annuaire that are kept', () => {
  let temporary: TemporaryDatabase;
  let cache: PgDirectoryCache;
  beforeAll(async () => {
    temporary = await temporaryDatabase();
    cache = new PgDirectoryCache(await temporary.connect(), 3, 2);
  });
  afterAll(() => temporary.drop());

  it('come back as they were, the later in the place of the earlier', async () => {
    const told = { entries: entries('MOREAU « Œ » \\ " 🙂'), isCut: true, asOf: at(10) };
    await cache.keep('k', told);
    expect(await cache.read('k')).toEqual(told);
    await cache.keep('k', { ...told, entries: entries('TROP TARD'), asOf: at(9) });
    expect(await cache.read('k')).toEqual(told);
    await cache.keep('k', { ...told, isCut: false, asOf: at(11) });
    expect(await cache.read('k')).toMatchObject({ isCut: false, asOf: at(11) });
    expect(await cache.read('autre')).toBeNull();
  });

  it('leave, the oldest first, once there are many', async () => {
    for (const hour of [12, 13, 14, 15, 16])
      await cache.keep(`k${hour}`, { entries: [], isCut: false, asOf: at(hour) });
    const kept = await Promise.all(['k', 'k12', 'k13', 'k14', 'k15', 'k16'].map((key) => cache.read(key)));
    expect(kept.map((each) => each !== null)).toEqual([false, false, false, true, true, true]);
  });
});
