import type { DirectoryQuery } from '@cachet/mss-core/directory-search';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directoryFilter } from './directory-filter.js';
import { DIRECTORY_NAMES } from './directory-names.js';
import { LdapDirectory } from './ldap-directory.js';
import { done, entry, type Heard, octets, ScriptedDirectory, tlv } from './scripted-directory.fixture.js';

const SEARCH = 0x63;
const ABANDON = 0x50;
const NEVER = new AbortController().signal;
const moreau = (name: string, over: Record<string, string | Uint8Array> = {}) => ({
  ...{
    typeBal: 'PER',
    adresseBal: `${name}@pair.mssante.fr`,
    nomExercice: 'MOREAU',
    prenomExercice: 'Jeanne',
  },
  ...{ typeIdentifiantPP: '8', identifiantPP: '99900000025', profession: '10', commune: 'VALMONT', ...over },
});

let directory: ScriptedDirectory;
let ldap: LdapDirectory;
let now: Date;
let notices: object[];

beforeEach(async () => {
  directory = new ScriptedDirectory();
  now = new Date('2026-11-29T10:00:00Z');
  notices = [];
  ldap = new LdapDirectory(await directory.listen(), {
    now: () => now,
    onNotice: (notice) => notices.push(notice),
  });
});
afterEach(() => {
  ldap.close();
  directory.close();
});

const search = (query: DirectoryQuery, signal = NEVER) => ldap.search(query, 20, signal);
const searches = () => directory.heard.filter(({ tag }) => tag === SEARCH);
/** Gives these entries, then a code. */
const gives = (entries: readonly object[], code = 0) => {
  directory.says = ({ id, tag }, socket) => {
    if (tag !== SEARCH) return;
    for (const each of entries) socket.write(entry(id, each as Record<string, string>));
    socket.write(done(id, code));
  };
};
const addresses = (found: Awaited<ReturnType<typeof search>>) =>
  found.kind === 'unavailable' ? [] : found.entries.map(({ address }) => address);

describe('EX_2.1.1_5010, RE_2.1_5030: a search in the Annuaire by LDAP', () => {
  it('tells what it read without altering it, and the profession by its code and name', async () => {
    gives([moreau('jeanne', { description: 'Cardiologie — « hôpital »', raisonSociale: 'CH' })]);
    const found = await search({ name: 'Jeanne Moreau' });
    expect(found).toMatchObject({
      ...{ kind: 'found', asOf: now },
      entries: [
        {
          ...{
            address: 'jeanne@pair.mssante.fr',
            kind: 'PER',
            origin: 'ldap',
            isLocal: false,
            match: 'exact',
          },
          ...{ holder: { type: '8', number: '99900000025' }, familyName: 'MOREAU', givenName: 'Jeanne' },
          ...{ profession: { code: '10', label: 'Médecin' }, description: 'Cardiologie — « hôpital »' },
          places: [{ name: 'CH', town: 'VALMONT' }],
        },
      ],
    });
  });

  it('RE_2.1_5010: looks for what stands in the middle of a name, with its accents and without', async () => {
    gives([moreau('jeanne', { nomExercice: 'LÉGER' })]);
    expect(await search({ name: 'ége' })).toMatchObject({ entries: [{ match: 'contains' }] });
    expect(searches()[0]?.sought).toEqual([
      ...['nomExercice', 'ége', 'prenomExercice', 'ége', 'nomExercice', 'ege', 'prenomExercice', 'ege'],
    ]);
  });

  it('asks for every criterion at once, professions by their codes and places by their postal codes', async () => {
    await search({ profession: 'infirm', town: '69', structure: 'CH', bal: 'jeanne@', text: 'moreau' });
    const { sought } = searches()[0] as Heard;
    for (const value of ['infirm', '60', '69', 'CH', 'jeanne@', 'moreau']) expect(sought).toContain(value);
  });

  it.each([
    ['*)(objectClass=*'],
    ['moreau)(|(adresseBal=*))'],
    ['\\2a\\29'],
    ['moreau\u0000*'],
    ['a*b*c*moreau'],
  ])('takes %j for words, and for nothing else (RFC 4515 §3)', async (name) => {
    await search({ name });
    const { sought } = searches()[0] as Heard;
    expect(sought.join('')).not.toMatch(/[*()\\\0]/);
    expect(new Set(sought.filter((_, index) => index % 2 === 0))).toEqual(
      new Set(['nomExercice', 'prenomExercice']),
    );
  });

  it.each([[''], ['*'], ['**'], ['a'], ['%'], ['( )'], ['🙂'], ['\u202e']])(
    'never asks for %j',
    async (text) => {
      expect(await search({ text })).toMatchObject({ kind: 'found', entries: [] });
      expect(directory.heard).toEqual([]);
    },
  );

  it('keeps to ten words of a hundred letters, whatever was typed', async () => {
    await search({ text: `${'m'.repeat(10_000)} ${'moreau '.repeat(10_000)}`, name: 'x'.repeat(10_000) });
    expect(searches()[0]?.sought.every((value) => value.length <= 100)).toBe(true);
    expect(searches()[0]?.sought.length).toBeLessThan(300);
  });

  it.each([
    ['sizeLimitExceeded', 4],
    ['timeLimitExceeded', 3],
    ['adminLimitExceeded', 11],
  ])('§6.5.1: %s shows what came, and asks to tell more', async (_, code) => {
    gives([moreau('jeanne')], code);
    const found = await search({ name: 'moreau' });
    expect(found.kind).toBe('tooMany');
    expect(addresses(found)).toEqual(['jeanne@pair.mssante.fr']);
  });

  it('finds nothing where the base is not there', async () => {
    gives([], 32);
    expect(await search({ name: 'moreau' })).toMatchObject({ kind: 'found', entries: [] });
  });

  it('RE_2.1_5020: answers from what came already when more is told, and not once that was cut or is old', async () => {
    gives([moreau('jeanne'), moreau('anne', { prenomExercice: 'Anne', commune: 'LYON' })]);
    expect(addresses(await search({ name: 'moreau' }))).toHaveLength(2);
    expect(addresses(await search({ name: 'moreau', town: 'lyon' }))).toEqual(['anne@pair.mssante.fr']);
    expect(addresses(await search({ name: 'moreau jea' }))).toEqual(['jeanne@pair.mssante.fr']);
    expect(searches()).toHaveLength(1);
    now = new Date(now.getTime() + 3 * 60_000);
    gives([moreau('jeanne')], 4);
    await search({ name: 'moreau' });
    await search({ name: 'moreau', town: 'valmont' });
    expect(searches()).toHaveLength(3);
  });

  it('sets entries aside whole that hold what nobody could read as it is', async () => {
    gives([
      moreau('enorme', { nomExercice: `MOREAU${'U'.repeat(5_000)}` }),
      moreau('controle', { nomExercice: 'MOREAU\u001b[31m' }),
      moreau('retourne', { nomExercice: 'MOREAU\u202eX' }),
      moreau('octets', { nomExercice: Uint8Array.of(0x4d, 0xff) }),
      { nomExercice: 'MOREAU' },
      moreau('jeanne'),
      moreau('pas une adresse'),
    ]);
    expect(addresses(await search({ name: 'moreau' }))).toEqual(['jeanne@pair.mssante.fr']);
    expect(notices).toEqual([{ setAside: 5 }]);
  });

  it.each<[string, ScriptedDirectory['says'], RegExp]>([
    ['is busy', ({ id }, socket) => socket.write(done(id, 51)), /refused \(51\)/],
    ['is unwilling', ({ id }, socket) => socket.write(done(id, 53)), /refused \(53\)/],
    ['hangs up', (_, socket) => socket.destroy(), /left without|ECONNRESET/],
    ['answers HTML', (_, socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n<html>'), /not a message/],
    ['lies of a length', ({ id }, socket) => socket.write(lying(id)), /not a message/],
    [
      'gives too much',
      ({ id }, socket) => socket.write(entry(id, { a: Buffer.alloc(1_100_000) })),
      /more than/,
    ],
    ['never ends', (heard, socket) => endless(heard, socket), /more than/],
  ])('fails when the directory %s, and is itself again', async (_, says, reason) => {
    directory.says = says;
    await expect(search({ name: 'moreau' })).rejects.toThrow(reason);
    gives([moreau('jeanne')]);
    expect(addresses(await search({ name: 'moreau' }))).toEqual(['jeanne@pair.mssante.fr']);
  });

  it('fails where nobody listens', async () => {
    directory.close();
    await expect(search({ name: 'moreau' })).rejects.toThrow(/ECONNREFUSED/);
  });

  it('gives a silent directory up when the asker does, and tells it so', async () => {
    gives([moreau('jeanne')]);
    await search({ name: 'moreau' });
    const abort = new AbortController();
    directory.says = ({ tag }) => tag === SEARCH && abort.abort();
    await expect(search({ name: 'dupont' }, abort.signal)).rejects.toThrow('given up');
    gives([moreau('dupont', { nomExercice: 'DUPONT' })]);
    expect(addresses(await search({ name: 'dupont' }))).toEqual(['dupont@pair.mssante.fr']);
    expect(directory.heard.filter(({ tag }) => tag === ABANDON)).toHaveLength(1);
    expect(directory.sockets).toHaveLength(1);
  });

  it('serves several searches on one connection, whichever is answered first', async () => {
    const waiting: (() => void)[] = [];
    directory.says = ({ id }, socket) => {
      const name = id === 1 ? 'MOREAU' : 'DUPONT';
      waiting.unshift(() => {
        socket.write(entry(id, moreau(name.toLowerCase(), { nomExercice: name })));
        socket.write(done(id, 0));
      });
      if (waiting.length === 2) for (const answer of waiting) answer();
    };
    const both = await Promise.all([search({ name: 'moreau' }), search({ name: 'dupont' })]);
    expect(both.map(addresses)).toEqual([['moreau@pair.mssante.fr'], ['dupont@pair.mssante.fr']]);
    expect(directory.sockets).toHaveLength(1);
  });

  it('asks again on a new connection what a directory that closed the old one never heard', async () => {
    gives([moreau('jeanne')]);
    await search({ name: 'moreau' });
    directory.says = (_, socket) => {
      gives([moreau('dupont', { nomExercice: 'DUPONT' })]);
      socket.destroy();
    };
    expect(addresses(await search({ name: 'dupont' }))).toEqual(['dupont@pair.mssante.fr']);
    expect(directory.sockets).toHaveLength(2);
  });

  it('makes nobody fall, whatever is typed', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'ma *()\\=&|!%_\u0000éÉ\u0301🙂\u202e\ud800') });
    fc.assert(
      fc.property(fc.record({ name: typed, text: typed }), (query) => {
        const said = directoryFilter(query, DIRECTORY_NAMES)?.toString() ?? '';
        expect(said).not.toContain('=*)');
        expect(said).not.toMatch(/\*\*/);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

/** An entry whose set of values says a hundred octets and holds none: a reader that believes it never ends. */
function lying(id: number): Buffer {
  const attribute = tlv(0x30, octets('a'), Uint8Array.of(0x31, 100));
  return tlv(0x30, tlv(0x02, Uint8Array.of(id)), tlv(0x64, octets(''), tlv(0x30, attribute)));
}

function endless({ id }: Heard, socket: import('node:net').Socket): void {
  const many = Buffer.concat(Array.from({ length: 100 }, () => entry(id, { a: 'x'.repeat(200) })));
  const say = () => {
    if (!socket.destroyed) socket.write(many, say);
  };
  say();
}
