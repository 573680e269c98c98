import type { DirectoryQuery, KeptAnswer } from '@cachet/mss-core/directory-search';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ByteAnswer, type ByteRequest, FetchFailure } from '../http/fetch-bytes.js';
import { FhirDirectory } from './fhir-directory.js';

const BASE = 'https://fhir.example/fhir/v2';
const NEVER = new AbortController().signal;
const HOUR_MS = 3_600_000;

const mailbox = (value: unknown, over: object[] = []) => ({
  ...{ system: 'email', value, rank: 1 },
  extension: [
    {
      url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type',
      valueCoding: { code: 'MSSANTE' },
    },
    {
      url: 'https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-ext-mailbox-mss-metadata',
      extension: [{ url: 'type', valueCodeableConcept: { coding: [{ code: 'PER' }] } }, ...over],
    },
  ],
});
const practitioner = (telecom: object[], over: object = {}) => ({
  ...{ resourceType: 'Practitioner', id: 'v2-1', active: true },
  identifier: [{ system: 'https://rpps.esante.gouv.fr', value: '99900000025' }],
  name: [{ family: 'MOREAU', given: ['Jeanne'] }],
  qualification: [
    { code: { coding: [{ system: 'https://mos/NOS/TRE_G15-ProfessionSante/x', code: '10' }] } },
  ],
  telecom,
  ...over,
});
const role = (telecom: object[]) => ({
  ...{ resourceType: 'PractitionerRole', id: 'v2-2', active: true, telecom },
  practitioner: { reference: 'Practitioner/v2-1' },
  organization: { reference: 'Organization/v2-3' },
});
const organization = (telecom: object[] = []) => ({
  ...{ resourceType: 'Organization', id: 'v2-3', active: true, name: 'CH DE VALMONT', telecom },
  identifier: [{ system: 'https://finess.esante.gouv.fr', value: '019999901' }],
  address: [{ city: 'VALMONT', postalCode: '76540' }],
});
const bundle = (resources: readonly unknown[], link: object[] = []) => ({
  ...{ resourceType: 'Bundle', type: 'searchset', link },
  entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })),
});

type Told = object | string | { readonly status: number; readonly headers?: Record<string, string> } | Error;

describe('RE_2.1_5030: a search in the Annuaire by FHIR', () => {
  let now: Date;
  let asked: ByteRequest[];
  let notices: object[];
  let kept: Map<string, KeptAnswer>;
  let answers: (request: ByteRequest) => Told;
  let fhir: FhirDirectory;

  const fetch = async (request: ByteRequest): Promise<ByteAnswer> => {
    asked.push(request);
    const told = answers(request);
    if (told instanceof Error) throw told;
    const { status = 200, headers = {} } = told as { status?: number; headers?: Record<string, string> };
    const text = typeof told === 'string' ? told : JSON.stringify(told);
    return { status, headers, body: Buffer.from(text) };
  };
  const build = (callsPerMinute = 60) =>
    new FhirDirectory(
      { baseUrl: BASE, apiKey: 'une-cle' },
      {
        cache: {
          read: async (key) => kept.get(key) ?? null,
          keep: async (key, answer) => void kept.set(key, answer),
        },
        ...{ now: () => now, callsPerMinute, fetch },
        onNotice: (notice) => notices.push(notice),
      },
    );
  beforeEach(() => {
    now = new Date('2026-11-29T10:00:00Z');
    asked = [];
    notices = [];
    kept = new Map();
    answers = () => bundle([practitioner([mailbox('jeanne@pair.mssante.fr')])]);
    fhir = build();
  });

  const search = (query: DirectoryQuery, signal = NEVER) => fhir.search(query, 20, signal);
  const addresses = async (query: DirectoryQuery) => {
    const found = await search(query);
    return found.kind === 'unavailable' ? found.trouble : found.entries.map(({ address }) => address);
  };
  const later = (hours: number) => {
    now = new Date(now.getTime() + hours * HOUR_MS);
  };
  const urls = () => asked.map(({ url }) => decodeURIComponent(url.slice(BASE.length)).replaceAll('+', ' '));

  it('tells who and what bears a mailbox, by business identifiers alone, with our key told to the service', async () => {
    answers = ({ url }) =>
      url.includes('/Organization')
        ? bundle([organization([mailbox('cardio@pair.mssante.fr')])])
        : bundle([practitioner([]), role([mailbox('jeanne@pair.mssante.fr')])]);
    const found = await search({ name: 'moreau' });
    expect(found).toMatchObject({
      ...{ kind: 'found', asOf: now },
      entries: [
        {
          ...{
            address: 'jeanne@pair.mssante.fr',
            kind: 'PER',
            origin: 'fhir',
            match: 'exact',
            familyName: 'MOREAU',
          },
          ...{ holder: { type: '8', number: '99900000025' }, profession: { code: '10', label: 'Médecin' } },
          places: [
            { structure: { type: '1', number: '019999901' }, name: 'CH DE VALMONT', postalCode: '76540' },
          ],
        },
      ],
    });
    expect(JSON.stringify([...kept])).not.toContain('v2-');
    expect(asked[0]?.headers).toMatchObject({ 'ESANTE-API-KEY': 'une-cle' });
    expect(urls()).toEqual([
      '/Practitioner?name:contains=moreau&_revinclude=PractitionerRole:practitioner&_count=50',
      '/Organization?_id=v2-3&_count=50',
    ]);
  });

  it('asks by the criterion that tells most, and looks for the others among what came', async () => {
    await search({ name: 'Le Goff', profession: 'infirmier' });
    await search({ structure: 'hôpital', town: '76540' });
    await search({ bal: 'jeanne@pair.mssante.fr' });
    expect(urls()).toEqual([
      expect.stringMatching(
        /^\/Practitioner\?name:contains=Le&name:contains=Goff&qualification-code=.*\|60,.*\|69&/,
      ),
      '/Organization?name:contains=hôpital&address-postalcode=76540&_count=50',
      expect.stringMatching(/^\/Practitioner\?mailbox-mss:exact=jeanne@pair\.mssante\.fr&/),
      expect.stringMatching(/^\/PractitionerRole\?mailbox-mss:exact=/),
      expect.stringMatching(/^\/Organization\?mailbox-mss:exact=/),
    ]);
  });

  it.each([[{ profession: 'médecin' }], [{ text: '*' }], [{ name: '&_count=10000' }], [{ bal: '%' }]])(
    'never asks for whole professions, nor for what is no word: %j',
    async (query) => {
      await search(query);
      for (const url of urls()) expect(url).toMatch(/name:contains=count&name:contains=10000&/);
    },
  );

  it('RE_2.1_5020: calls once for one question, and for those that narrow it by town', async () => {
    answers = ({ url }) =>
      url.includes('/Organization')
        ? bundle([organization()])
        : bundle([practitioner([]), role([mailbox('jeanne@pair.mssante.fr')])]);
    await Promise.all([search({ name: 'moreau' }), search({ name: 'moreau' })]);
    const calls = asked.length;
    expect(await addresses({ name: 'moreau', town: 'valmont' })).toEqual(['jeanne@pair.mssante.fr']);
    expect(await addresses({ name: 'moreau', town: 'lyon' })).toEqual([]);
    expect([calls, asked.length]).toEqual([2, 2]);
    later(25);
    await search({ name: 'moreau' });
    expect(asked.length).toBe(4);
  });

  it('EX_2.1.3_5020: shows what was kept, with its age, while the service is away, for ten days', async () => {
    const first = now;
    await search({ name: 'moreau' });
    answers = () => new FetchFailure('ECONNREFUSED');
    later(9 * 24);
    expect(await search({ name: 'moreau' })).toMatchObject({ kind: 'found', asOf: first });
    expect(await addresses({ name: 'dupont' })).toBe('unavailable');
    later(2 * 24);
    expect(await addresses({ name: 'moreau' })).toBe('unavailable');
  });

  it.each<[string, Told]>([
    ['HTML', '<html>Maintenance</html>'],
    ['JSON of something else', bundle as never],
    ['a Bundle without entries', { resourceType: 'Bundle', entry: 'néant' }],
    ['half of an answer', '{"resourceType":"Bundle","ent'],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['a redirection', { status: 302, headers: { location: 'https://elsewhere.example' } }],
    ['nothing', new FetchFailure('no answer within 10000 ms')],
    ['a next page elsewhere', bundle([], [{ relation: 'next', url: 'https://elsewhere.example/fhir/v2/x' }])],
  ])('is unavailable when the service answers %s', async (_, told) => {
    answers = () => (typeof told === 'function' ? { resourceType: 'Patient' } : told);
    expect(await addresses({ name: 'moreau' })).toBe('unavailable');
    expect(kept.size).toBe(0);
  });

  it('stops calling after three failures in a row, each time for longer', async () => {
    answers = () => ({ status: 503 });
    for (const name of ['un', 'deux', 'trois', 'quatre', 'cinq']) await search({ name });
    expect(asked).toHaveLength(3);
    expect(notices).toEqual([{ trouble: 'away', until: new Date(now.getTime() + 30_000) }]);
    now = new Date(now.getTime() + 31_000);
    for (const name of ['six', 'sept']) await search({ name });
    expect(asked).toHaveLength(4);
    now = new Date(now.getTime() + 61_000);
    answers = () => bundle([practitioner([mailbox('jeanne@pair.mssante.fr')])]);
    expect(await addresses({ name: 'moreau' })).toEqual(['jeanne@pair.mssante.fr']);
  });

  it('rests for as long as it is told to (429), and within a budget', async () => {
    answers = () => ({ status: 429, headers: { 'retry-after': '90' } });
    await search({ name: 'moreau' });
    answers = () => bundle([]);
    now = new Date(now.getTime() + 89_000);
    await search({ name: 'moreau' });
    expect(asked).toHaveLength(1);
    now = new Date(now.getTime() + 2_000);
    await search({ name: 'moreau' });
    expect(asked).toHaveLength(2);
    fhir = build(2);
    for (const name of ['un', 'deux', 'trois']) await search({ name });
    expect(asked).toHaveLength(4);
    later(1);
    await search({ name: 'trois' });
    expect(asked).toHaveLength(5);
  });

  it.each([[401], [403]])('tells that our key is refused (%i), and does not insist', async (status) => {
    answers = () => ({ status });
    await search({ name: 'moreau' });
    await search({ name: 'moreau' });
    expect(asked).toHaveLength(1);
    expect(notices).toMatchObject([{ trouble: 'refusedKey' }]);
  });

  it('follows no page but the next of this service, and two at most', async () => {
    const next = { relation: 'next', url: `${BASE}/Practitioner?_page=2` };
    answers = () => bundle([practitioner([mailbox('jeanne@pair.mssante.fr')])], [next]);
    expect(await search({ name: 'moreau' })).toMatchObject({ kind: 'tooMany' });
    expect(asked).toHaveLength(2);
  });

  it('keeps for the next what came too late for who asked', async () => {
    const late = Promise.withResolvers<void>();
    const abort = new AbortController();
    const slow = new FhirDirectory(
      { baseUrl: BASE, apiKey: 'k' },
      {
        cache: { read: async () => null, keep: async (key, answer) => void kept.set(key, answer) },
        ...{ now: () => now, callsPerMinute: 60 },
        fetch: async (request) => {
          abort.abort();
          await late.promise;
          return fetch(request);
        },
      },
    );
    expect(await slow.search({ name: 'moreau' }, 20, abort.signal)).toEqual({
      kind: 'unavailable',
      trouble: 'late',
    });
    late.resolve();
    await expect.poll(() => kept.size).toBe(1);
  });

  it('sets aside what nobody could read as it is, and passes over what is no mailbox', async () => {
    answers = () =>
      bundle([
        practitioner([mailbox('enorme@pair.mssante.fr')], { id: 'a', name: [{ family: 'M'.repeat(5_000) }] }),
        practitioner([mailbox('retourne@pair.mssante.fr')], { id: 'b', name: [{ family: 'MOREAU\u202e' }] }),
        practitioner([mailbox('nombre@pair.mssante.fr')], { id: 'c', name: [{ family: 42 }] }),
        practitioner([mailbox({ toString: 'x' })], { id: 'd' }),
        practitioner([mailbox('rouge@pair.mssante.fr', [{ url: 'listeRouge', valueBoolean: true }])], {
          id: 'e',
        }),
        practitioner([mailbox('ferme@pair.mssante.fr')], { id: 'f', active: false }),
        practitioner([{ system: 'email', value: 'moreau@gmail.com' }], { id: 'g' }),
        { resourceType: 'Patient', id: 'h', telecom: [mailbox('patient@pair.mssante.fr')] },
        practitioner([mailbox('jeanne@pair.mssante.fr'), null as never], { id: 'i' }),
        null,
      ]);
    expect(await addresses({ name: 'moreau' })).toEqual(['jeanne@pair.mssante.fr']);
    expect(notices).toEqual([{ setAside: 4 }]);
  });
});
