import { describe, expect, it } from 'vitest';
import { parseMssAddress } from '../identifiers/index.js';
import {
  type DirectoryEntry,
  type DirectoryFound,
  type DirectorySource,
  foldQuery,
  foldWords,
  maySearchDirectory,
  searchDirectory,
} from './index.js';

const TODAY = new Date('2026-11-29T03:00:00Z');
const BEFORE = new Date('2026-11-19T03:00:00Z');

describe('searchDirectory', () => {
  it('shows our own BAL first, then the best answers, and what only resembles the question last', async () => {
    const local = source('local', [entry('local@a.mssante.fr', { match: 'prefix', isLocal: true })]);
    const copy = source('extraction', [
      entry('exact@b.mssante.fr', { match: 'exact' }),
      entry('close@b.mssante.fr', { match: 'close' }),
      entry('prefix@b.mssante.fr', { match: 'prefix' }),
    ]);
    const answer = await search([local, copy]);
    expect(answer.entries.map(({ address }) => address)).toEqual([
      ...['local@a.mssante.fr', 'exact@b.mssante.fr', 'prefix@b.mssante.fr', 'close@b.mssante.fr'],
    ]);
  });

  it('RE_2.1_5030: tells an address once, in the words of the Annuaire, with all its structures', async () => {
    const local = source('local', [entry('same@a.mssante.fr', { familyName: 'MOREAU', isLocal: true })]);
    const place = (name: string) => ({ ...NOWHERE, name });
    const copy = source('extraction', [
      entry('same@a.mssante.fr', { familyName: 'MOREAU-VIDAL', places: [place('Hôpital')] }),
      entry('same@a.mssante.fr', { familyName: 'MOREAU-VIDAL', places: [place('Cabinet')] }),
    ]);
    const [only, ...others] = (await search([local, copy])).entries;
    expect(others).toEqual([]);
    expect(only).toMatchObject({ familyName: 'MOREAU-VIDAL', isLocal: true, origin: 'extraction' });
    expect(only?.places.map(({ name }) => name)).toEqual(['Hôpital', 'Cabinet']);
  });

  it('EX_PBA_5050, EX_PBA_5140: never shows a BAL of ours that is not published now, whatever a copy says', async () => {
    const copy = source('extraction', [entry('rouge@a.mssante.fr'), entry('autre@b.mssante.fr')]);
    const answer = await search([copy], { 'rouge@a.mssante.fr': false });
    expect(answer.entries.map(({ address }) => address)).toEqual(['autre@b.mssante.fr']);
  });

  it('never shows the address of a patient', async () => {
    const copy = source('extraction', [entry('279035121518989@patient.mssante.fr')]);
    expect((await search([copy])).entries).toEqual([]);
  });

  it('EX_3.2_5060: never shows an address outside the trust space, and shows all while no list tells', async () => {
    const ldap = source('ldap', [entry('dehors@gmail.com'), entry('dedans@b.mssante.fr')]);
    expect((await search([ldap])).entries.map(({ address }) => address)).toEqual(['dedans@b.mssante.fr']);
    const found = await searchDirectory({ name: 'moreau' }, 20, { ...toolsOf([ldap]), isListed: () => null });
    expect(found.ok && found.value.entries).toHaveLength(2);
  });

  it('EX_2.1.3_5020: is only incomplete when a source fails, is away, holds nothing or is slow', async () => {
    const never: DirectorySource = { origin: 'fhir', search: () => new Promise(() => undefined) };
    const failing: DirectorySource = { origin: 'ldap', search: () => Promise.reject(new Error('reset')) };
    const empty = answering('extraction', { kind: 'unavailable', trouble: 'absent' });
    const answer = await search([source('local', [entry('ici@a.mssante.fr')]), empty, failing, never]);
    expect(answer.entries).toHaveLength(1);
    expect(answer.incomplete).toEqual([
      { origin: 'extraction', trouble: 'absent' },
      { origin: 'ldap', trouble: 'unavailable' },
      { origin: 'fhir', trouble: 'late' },
    ]);
  });

  it('tells the age of the oldest copy, and that there are more', async () => {
    const many = answering('ldap', { kind: 'tooMany', entries: [entry('un@b.mssante.fr')], asOf: BEFORE });
    const answer = await search([source('local', []), many]);
    expect(answer).toMatchObject({ isTooMany: true, asOf: BEFORE });
  });

  it('EX_2.1.1_5010: refuses a question that would harvest the directory', async () => {
    for (const text of ['', '  ', '*', 'a', '%%', '-', '🙂']) {
      expect(await searchDirectory({ text }, 20, toolsOf([]))).toMatchObject({
        refusal: { code: 'directoryQueryTooShort' },
      });
    }
  });
});

describe('foldQuery', () => {
  it('leaves lone letters, and keeps three words of two: each of them begins thousands', () => {
    const folded = (text: string) => {
      const read = foldQuery({ text });
      return read.ok ? read.value.get('text') : read.refusal.code;
    };
    expect(folded('e t a o i n s h r moreau')).toEqual(['moreau']);
    expect(folded('et ta ao oi in ns moreau')).toEqual(['et', 'ta', 'ao', 'moreau']);
    expect(folded('e t a o')).toBe('directoryQueryTooShort');
  });
});

describe('foldWords', () => {
  it('folds accents, ligatures and case, and parts words by what is neither letter nor digit', () => {
    expect(foldWords('Hélène LE GOFF-Bésard')).toEqual(['helene', 'le', 'goff', 'besard']);
    expect(foldWords('CŒUR d’Ørsted')).toEqual(['coeur', 'd', 'orsted']);
  });
});

describe('maySearchDirectory', () => {
  it('lets whoever has something here and keys with the scope, and nobody else', () => {
    expect(maySearchDirectory({ kind: 'person', tenants: 1 }).ok).toBe(true);
    expect(maySearchDirectory({ kind: 'partner', scopes: new Set(['directory:read']) }).ok).toBe(true);
    expect(maySearchDirectory({ kind: 'person', tenants: 0 })).toMatchObject({
      refusal: { code: 'nothingHere' },
    });
    expect(maySearchDirectory({ kind: 'partner', scopes: new Set(['bal:read']) })).toMatchObject({
      refusal: { code: 'scopeMissing' },
    });
  });
});

async function search(sources: readonly DirectorySource[], ours: Readonly<Record<string, boolean>> = {}) {
  const found = await searchDirectory({ name: 'moreau' }, 20, toolsOf(sources, ours));
  if (!found.ok) throw new Error(found.refusal.code);
  return found.value;
}

function toolsOf(sources: readonly DirectorySource[], ours: Readonly<Record<string, boolean>> = {}) {
  return {
    sources,
    own: {
      published: async () =>
        new Map(Object.entries(ours).map(([told, is]) => [parseMssAddress(told) ?? fail(told), is])),
    },
    isListed: (domain: string) => domain.endsWith('mssante.fr'),
    // Whoever is asked second has already made the others wait.
    patience: ({ origin }: DirectorySource) =>
      origin === 'fhir' ? AbortSignal.abort() : new AbortController().signal,
  };
}

function source(origin: DirectorySource['origin'], entries: readonly DirectoryEntry[]): DirectorySource {
  const told = entries.map((each) => ({ ...each, origin }));
  return answering(origin, { kind: 'found', entries: told, asOf: TODAY });
}

function answering(origin: DirectorySource['origin'], found: DirectoryFound): DirectorySource {
  return { origin, search: async () => found };
}

const NOWHERE = { structure: null, name: null, service: null, postalCode: null, town: null };

function entry(address: string, told: Partial<DirectoryEntry> = {}): DirectoryEntry {
  return {
    ...{ kind: 'PER', origin: 'extraction', asOf: TODAY, isLocal: false, match: 'exact', holder: null },
    ...{ title: null, familyName: 'MOREAU', givenName: 'Jeanne', profession: null, speciality: null },
    ...{ description: null, places: [], ...told },
    address: parseMssAddress(address) ?? fail(address),
  };
}

function fail(address: string): never {
  throw new Error(address);
}
