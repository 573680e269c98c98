import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COPIED_COLUMNS, type CopiedEntry } from './copied-entry.js';
import { type DirectoryQuery, foldQuery } from './directory-query.js';
import { distanceFrom, isWithinDistance } from './edit-distance.js';
import { Lexicon, type LexiconWord } from './lexicon.js';
import { type DirectoryIndex, searchIndex } from './search-index.js';
import { type WordPlaces, WordSegment } from './word-segment.js';

const PEOPLE = [
  person('jeanne.moreau', 'MOREAU', 'Jeanne', { specialityLabel: 'Cardiologie', town: 'Valmont' }),
  person('paul.morel', 'MOREL', 'Paul', { specialityLabel: 'Pneumologie', town: 'Lyon' }),
  person('helene.legoff', 'LE GOFF', 'Hélène', { professionLabel: 'Médecin', town: 'Saint-Moreau' }),
  person('zoe.dupontel', 'DUPONTEL', 'Zoé', { town: 'Lyon', postalCode: '69003' }),
  person('secretariat.cardiologie', null, null, { structureName: 'Centre hospitalier de Valmont' }),
];

describe('searchIndex', () => {
  it('finds by name, speciality, town, postal code, structure and BAL, accents and case folded', async () => {
    expect(await asked({ name: 'helene le goff' })).toEqual(['helene.legoff exact']);
    expect(await asked({ name: 'HÉLÈNE' })).toEqual(['helene.legoff exact']);
    expect(await asked({ speciality: 'pneumo' })).toEqual(['paul.morel prefix']);
    expect(await asked({ town: '690' })).toEqual(['zoe.dupontel prefix']);
    expect(await asked({ structure: 'hospitalier de valmont' })).toEqual(['secretariat.cardiologie exact']);
    expect(await asked({ bal: 'secretariat.cardiologie@ch.mssante.fr' })).toEqual([
      'secretariat.cardiologie exact',
    ]);
  });

  it('ranks a word itself before its beginning, and a name before a town', async () => {
    expect(await asked({ text: 'moreau' })).toEqual(['jeanne.moreau exact', 'helene.legoff exact']);
    expect(await asked({ text: 'more' })).toEqual([
      ...['jeanne.moreau prefix', 'paul.morel prefix', 'helene.legoff prefix'],
    ]);
  });

  it('RE_2.1_5010: finds what stands inside a word, after what begins so', async () => {
    expect(await asked({ name: 'pont' })).toEqual(['zoe.dupontel contains']);
  });

  it('forgives a letter, and two in long words', async () => {
    expect(await asked({ name: 'moraeu' })).toEqual(['jeanne.moreau close']);
    expect(await asked({ name: 'moreauu' })).toEqual(['jeanne.moreau close']);
    expect(await asked({ speciality: 'cardyologi' })).toEqual(['jeanne.moreau close']);
    expect(await asked({ name: 'zzzzzz' })).toEqual([]);
  });

  it('asks for all that is told, in any order', async () => {
    expect(await asked({ text: 'lyon morel' })).toEqual(['paul.morel exact']);
    expect(await asked({ name: 'morel', town: 'valmont' })).toEqual([]);
  });

  it('reads the places of a word once, however far it has to look', async () => {
    const index = await indexOf(PEOPLE);
    const read: string[] = [];
    const places: DirectoryIndex['places'] = (words, most) => {
      read.push(...words.map(({ word, field }) => `${word} ${field}`));
      return index.places(words, most);
    };
    // Two words of which few have both: it goes on to what has them inside.
    expect(await answer({ text: 'jeanne valmont' }, 10, { ...index, places })).toMatchObject({
      found: [{ match: 'exact' }],
    });
    expect(read.length).toBeGreaterThan(0);
    expect(read).toEqual([...new Set(read)]);
  });

  it('says that there are more', async () => {
    const { found, isTooMany } = await answer({ text: 'more' }, 2);
    expect([found.length, isTooMany]).toEqual([2, true]);
  });
});

describe('a lexicon', () => {
  it('finds every word by itself and by each of its beginnings, in however many pieces it comes', async () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(word, { minLength: 1, maxLength: 60 }), async (words) => {
        const lexicon = await Lexicon.read(words.toSorted().map(lineOf));
        for (const each of words) {
          expect(lexicon.exact(each, ['n']).map(wordOf)).toEqual([each]);
          const begun = lexicon.beginning(each.slice(0, 2), ['n']).map(wordOf);
          const expected = words.filter((w) => w.startsWith(each.slice(0, 2)) && w !== each.slice(0, 2));
          expect(begun).toEqual(expected.toSorted());
        }
      }),
    );
  });

  it('finds every word that has a part further in, whatever its field and its count', async () => {
    const word = fc.stringMatching(/^[ab1]{1,7}$/);
    const part = fc.stringMatching(/^[ab1]{3}$/);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(word, { maxLength: 60 }), part, async (words, asked) => {
        const fieldOf = (each: string) => (each.length % 2 === 0 ? 'n' : 't');
        const line = (each: string) => `${each}\t${fieldOf(each)}\t111\n`;
        const lexicon = await Lexicon.read([words.toSorted().map(line).join('')]);
        const inside = words.toSorted().filter((each) => each.indexOf(asked) > 0);
        expect(lexicon.containing(asked, ['n', 't']).map(wordOf)).toEqual(inside);
        const even = inside.filter((each) => fieldOf(each) === 'n');
        expect(lexicon.containing(asked, ['n']).map(wordOf)).toEqual(even);
      }),
    );
  });

  it('measures how far words are as one by one, whatever stands beside them', () => {
    const word = fc.stringMatching(/^[abc1]{1,30}$/);
    fc.assert(
      fc.property(word, fc.stringMatching(/^[abc1]{1,64}$/), fc.nat(8), (one, other, most) => {
        const measured = distanceFrom(one)(`ab\t${other}\tn`, 3, 3 + other.length);
        expect(measured <= most).toBe(isWithinDistance(one, other, most));
      }),
      { numRuns: 2_000 },
    );
  });

  it('calls close what is one letter away, and nothing that is further', async () => {
    const word = fc.stringMatching(/^[ab]{4,6}$/);
    await fc.assert(
      fc.asyncProperty(word, fc.uniqueArray(word, { maxLength: 40 }), async (typed, words) => {
        const lexicon = await Lexicon.read([words.toSorted().map(lineOf).join('')]);
        const expected = words.filter((each) => each !== typed && isWithinDistance(typed, each, 1));
        const close = lexicon.close(typed, ['n']).map(wordOf);
        expect(close.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });
});

const lineOf = (word: string) => `${word}\tn\t1\n`;
const wordOf = ({ word }: LexiconWord) => word;

function asked(query: DirectoryQuery) {
  return answer(query, 10).then(({ found }) =>
    found.map(({ entry, match }) => `${entry.address.split('@')[0]} ${match}`),
  );
}

async function answer(query: DirectoryQuery, limit: number, index?: DirectoryIndex) {
  const folded = foldQuery(query);
  if (!folded.ok) throw new Error(folded.refusal.code);
  return searchIndex(folded.value, limit, index ?? (await indexOf(PEOPLE)), new AbortController().signal);
}

async function indexOf(entries: readonly CopiedEntry[]): Promise<DirectoryIndex> {
  const segment = new WordSegment();
  entries.forEach((entry, id) => {
    segment.add(id, entry);
  });
  const words = [...segment.drain()];
  const line = ({ word, field, entries: { length } }: WordPlaces) => `${word}\t${field}\t${length}\n`;
  return {
    lexicon: await Lexicon.read([words.map(line).sort().join('')]),
    size: entries.length,
    places: async (wanted, most) =>
      words
        .filter((each) => wanted.some(({ word, field }) => word === each.word && field === each.field))
        .map((each) => ({ ...each, entries: Uint32Array.from(each.entries.slice(0, most)) })),
    entries: async (numbers) => numbers.flatMap((number) => entries[number] ?? []),
  };
}

function person(
  local: string,
  familyName: string | null,
  givenName: string | null,
  told: Partial<CopiedEntry>,
): CopiedEntry {
  const nothing = Object.fromEntries(COPIED_COLUMNS.map((column) => [column, null]));
  const entry = {
    ...nothing,
    address: `${local}@ch.mssante.fr`,
    kind: 'PER',
    familyName,
    givenName,
    ...told,
  };
  return entry as unknown as CopiedEntry;
}
