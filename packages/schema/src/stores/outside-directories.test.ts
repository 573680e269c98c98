import type { CopiedEntry } from '@cachet/mss-core';
import { type TemporaryDatabase, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgDirectoryCache } from './pg-directory-cache.js';
import { PgFhirFeedMemory } from './pg-fhir-feed-memory.js';

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

describe('what the FHIR service was fed', () => {
  let temporary: TemporaryDatabase;
  let memory: PgFhirFeedMemory;
  let now = at(10);
  beforeAll(async () => {
    temporary = await temporaryDatabase();
    memory = new PgFhirFeedMemory(await temporary.connect(), () => now);
  });
  afterAll(() => temporary.drop());
  const fed = (address: string, print: string) => ({
    ...{
      address,
      print,
      bearerType: 'Practitioner' as const,
      bearer: 'urn:oid:1.2.250.1.71.4.2.1|899900000025',
    },
  });

  it('is remembered of each domain, the last in the place of the one before', async () => {
    await memory.keep('a.mssante.fr', fed('un@a.mssante.fr', 'p'));
    await memory.keep('a.mssante.fr', fed('un@a.mssante.fr', 'q'));
    await memory.keep('a.mssante.fr', fed('deux@a.mssante.fr', 'p'));
    await memory.keep('b.mssante.fr', fed('un@b.mssante.fr', 'p'));
    await memory.forget('a.mssante.fr', 'deux@a.mssante.fr');
    expect([...(await memory.fed('a.mssante.fr')).values()]).toEqual([fed('un@a.mssante.fr', 'q')]);
    expect((await memory.fed('c.mssante.fr')).size).toBe(0);
  });

  it('is told with its report, which is forgotten after a month', async () => {
    await memory.keepReport({ ticket: 't', domains: [] });
    expect(await memory.report('t')).toEqual({ ticket: 't', domains: [] });
    now = new Date(now.getTime() + 31 * 24 * 3_600_000);
    await memory.keepReport({ ticket: 'u', domains: [] });
    expect([await memory.report('t'), await memory.report('u')]).toEqual([
      null,
      { ticket: 'u', domains: [] },
    ]);
  });
});
