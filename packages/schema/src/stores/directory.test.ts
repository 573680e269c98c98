import { createHash } from 'node:crypto';
import {
  COPIED_COLUMNS,
  type CopiedEntry,
  type CopiedLine,
  type CopyKind,
  CopyRefused,
  type DirectoryQuery,
  refreshCopy,
} from '@cachet/mss-core';
import { NOON, type TemporaryDatabase, temporaryDatabase, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { CopiedDirectory } from './copied-directory.js';
import { CopyGone, PgDirectoryCopies } from './pg-directory-copies.js';
import { PgDirectoryFacts } from './pg-directory-facts.js';
import { PgDirectoryLexicon } from './pg-directory-lexicon.js';

let temporary: TemporaryDatabase;
let database: Database;
let copies: PgDirectoryCopies;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
  copies = new PgDirectoryCopies(database);
});
afterAll(() => temporary.drop());

describe('a copy of the Annuaire', () => {
  it('is absent before the first', async () => {
    const found = await new CopiedDirectory(database, 'bals', 'extraction').search(
      { name: 'moreau' },
      10,
      signal,
    );
    expect(found).toEqual({ kind: 'unavailable', trouble: 'absent' });
  });

  it('is searched once it is whole, and every text is as it came', async () => {
    const title = 'Dr "Cœur" \\ \' {NULL} ✓';
    const told = [entry('jeanne.moreau', 'MOREAU', { title, town: 'VALMONT' }), entry('paul.morel', 'MOREL')];
    expect(await load('first', told)).toBe('ok');
    const [only] = (await search({ name: 'moreau' })).entries;
    expect(only).toMatchObject({ address: 'jeanne.moreau@ch.mssante.fr', title, familyName: 'MOREAU' });
    expect((await search({ name: 'more' })).entries.map(({ familyName }) => familyName)).toEqual([
      ...['MOREAU', 'MOREL'],
    ]);
  });

  it('EX_2.1.3_5020: is taken whole whatever one line of it holds', async () => {
    const digest = (n: number) => createHash('sha256').update(`${n}`).digest('hex');
    const endless = Array.from({ length: 200 }, (_, n) => digest(n)).join('');
    const odd = {
      description: `${endless} %_\\*()[]{}|^$ 🙂 \u0301\u202e ${'a '.repeat(4_000)}`,
      town: '\0\x1e\x1f',
    };
    const told = [
      entry('jeanne.moreau', 'MOREAU'),
      entry('b.', 'BIZARRE', odd),
      entry('paul.morel', 'MOREL'),
    ];
    expect(await load('odd', told)).toBe('ok');
    for (const text of [
      '%%',
      '__',
      '.*',
      '[a-z]',
      "' or 1=1 --",
      '\\\\',
      '(((',
      '\0moreau',
      '\u202emoreau',
      'm'.repeat(10_000),
    ])
      expect(
        (await new CopiedDirectory(database, 'bals', 'extraction').search({ text }, 10, signal)).kind,
      ).toMatch(/found|unavailable/);
    expect((await search({ name: 'moreau' })).entries).toHaveLength(1);
    expect(await load('first', [entry('jeanne.moreau', 'MOREAU'), entry('paul.morel', 'MOREL')])).toBe('ok');
  });

  it('EX_2.1.3_5020: stays in force when the next is refused at its last line, and what was begun is forgotten', async () => {
    const failing = async function* () {
      yield [entry('autre', 'AUTRE')];
      throw new CopyRefused('sumWrong');
    };
    expect(await load('spoilt', failing())).toBe('sumWrong');
    expect((await search({ name: 'moreau' })).entries).toHaveLength(1);
    expect((await search({ name: 'autre' })).entries).toEqual([]);
    expect(await rowsOf('directory_copy')).toBe(1);
    expect(await rowsOf('directory_entry')).toBe(2);
  });

  it('forgets what a process that was killed had begun, and loads the same file once only', async () => {
    const begun = await copies.begin('bals', 'killed', NOON);
    await copies.addEntries(begun, 0, [entry('perdu', 'PERDU')]);
    expect(await load('first', [])).toBe('unchanged');
    expect(await load('second', [entry('nouvelle', 'NOUVELLE')])).toBe('ok');
    expect((await search({ name: 'perdu' })).entries).toEqual([]);
  });

  it('EX_2.1.3_5020: belongs to one run: who was thought dead writes nothing more, and puts nothing in force', async () => {
    const sleeper = await copies.begin('bals', 'sleeper', NOON);
    await copies.addEntries(sleeper, 0, [entry('sien', 'SIEN')]);
    const other = await copies.begin('bals', 'other', NOON);
    await copies.addEntries(other, 0, [entry('moitie', 'MOITIE')]);
    const late = { fileName: null, asOf: NOON, sha256: 'late', lineCount: 1, badLineCount: 0, at: NOON };
    for (const write of [
      () => copies.addEntries(sleeper, 1, [entry('tard', 'TARD')]),
      () => copies.addWords(sleeper, 0, [{ word: 'tard', field: 'n', entries: [1] }]),
      () => copies.addPractices(sleeper, 0, [practice('10000000001', null)]),
      () => copies.finish(sleeper, 'inForce', late),
    ])
      await expect(write()).rejects.toThrow(CopyGone);
    await copies.forget(sleeper);
    expect((await search({ name: 'nouvelle' })).entries).toHaveLength(1);
    expect(await rowsOf(`directory_entry where copy_id = ${sleeper}`)).toBe(0);
    expect(await rowsOf(`directory_word where copy_id = ${sleeper}`)).toBe(0);
    expect(await rowsOf(`directory_entry where copy_id = ${other}`)).toBe(1);
    await copies.forget(other);
    expect(await copies.begin('bals', 'third', NOON)).toBeGreaterThan(other);
  });

  it('is not gone on with by a run whose job another has taken', async () => {
    const lost = new AbortController();
    const fault = new Error('taken');
    const batches = async function* () {
      yield [entry('un', 'UN')];
      lost.abort(fault);
      yield [entry('deux', 'DEUX')];
    };
    await expect(load('lost', batches(), 'bals', lost.signal)).rejects.toBe(fault);
    expect(await rowsOf('directory_copy')).toBe(1);
    expect((await search({ name: 'nouvelle' })).entries).toHaveLength(1);
  });

  it('is forgotten to its last line by two at once', async () => {
    const begun = await copies.begin('bals', 'twice', NOON);
    for (let first = 0; first < 45_000; first += 5_000)
      await copies.addEntries(
        begun,
        first,
        Array.from({ length: 5_000 }, (_, n) => entry(`e${first + n}`, 'FOULE')),
      );
    await Promise.all([copies.forget(begun), copies.forget(begun)]);
    expect(await rowsOf(`directory_entry where copy_id = ${begun}`)).toBe(0);
    expect(await rowsOf(`directory_copy where id = ${begun}`)).toBe(0);
  });

  it('is not begun by such a run after the file was long in coming: the other is not forgotten', async () => {
    const lost = new AbortController();
    const other = await copies.begin('bals', 'other', NOON);
    lost.abort(new Error('taken'));
    await expect(load('late', [entry('un', 'UN')], 'bals', lost.signal)).rejects.toThrow('taken');
    await copies.addEntries(other, 0, [entry('sien', 'SIEN')]);
    await copies.forget(other);
  });

  it('answers by the next one as soon as it is in force', async () => {
    const open = new CopiedDirectory(database, 'bals', 'extraction');
    expect(await names(open, 'nouvelle')).toEqual(['NOUVELLE']);
    expect(await load('third', [entry('troisieme', 'TROISIEME')])).toBe('ok');
    expect(await names(open, 'troisieme')).toEqual(['TROISIEME']);
    expect(await names(open, 'nouvelle')).toEqual([]);
  });

  it('waits for a person’s yes when it lost much, and is in force at once when it is given', async () => {
    const many = Array.from({ length: 120 }, (_, index) => entry(`p${index}`, `NOM${index}`));
    expect(await load('many', many)).toBe('ok');
    expect(await load('few', many.slice(0, 50))).toBe('awaitsApproval');
    expect(await load('few', many.slice(0, 50))).toBe('awaitsApproval');
    expect((await search({ name: 'nom99' })).entries).toHaveLength(1);
    expect(await copies.approve('another')).toBeNull();
    expect(await copies.approve('few')).toMatchObject({ lineCount: 50, state: 'inForce' });
    expect((await search({ name: 'nom99' })).entries).toEqual([]);
    expect((await search({ name: 'nom42' })).entries).toHaveLength(1);
  });

  it('is read whole over several segments of words', async () => {
    const copyId = await copies.begin('own', 'test', NOON);
    await copies.addEntries(copyId, 0, [entry('un', 'MARTIN'), entry('deux', 'MARTIN')]);
    await copies.addWords(copyId, 0, [{ word: 'martin', field: 'n', entries: [0] }]);
    await copies.addWords(copyId, 1, [{ word: 'martin', field: 'n', entries: [1] }]);
    const told = { fileName: null, asOf: NOON, sha256: 'x', lineCount: 2, badLineCount: 0, at: NOON };
    await copies.finish(copyId, 'inForce', told);
    const own = new CopiedDirectory(database, 'own', 'local');
    const found = await own.search({ name: 'martin' }, 10, signal);
    expect(found).toMatchObject({ kind: 'found', entries: [{ isLocal: true }, { isLocal: true }] });
    expect(await own.search({ name: 'martin' }, 1, signal)).toMatchObject({ kind: 'tooMany' });
  });
});

describe('the words of a copy', () => {
  it('are put together once, in as many pieces as it takes, and are gone with it', async () => {
    const copyId = await copies.begin('own', 'test', NOON);
    const places = ['dubois', 'durand', 'durand', 'martin'].map((word, segment) => ({ word, segment }));
    for (const { word, segment } of places)
      await copies.addWords(copyId, segment, [{ word, field: 'n', entries: [2 * segment, 2 * segment + 1] }]);
    const lexicon = new PgDirectoryLexicon(database, copyId, 1);
    // Two at one time, as two processes that open it.
    await Promise.all([lexicon.write(), lexicon.write()]);
    const pieces = await Array.fromAsync(lexicon.pieces());
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join('')).toBe('dubois\tn\t2\ndurand\tn\t4\nmartin\tn\t2\n');
    await copies.forget(copyId);
    const [orphan] = await ask(
      'select from directory_lexicon where copy_id not in (select id from directory_copy)',
    );
    expect(orphan).toBeUndefined();
    expect(await rowsOf(`directory_lexicon where copy_id = ${copyId}`)).toBe(0);
  });

  it('are put together by whoever searches first where the copy is older than that', async () => {
    await ask('delete from directory_lexicon');
    expect((await search({ name: 'nom42' })).entries).toHaveLength(1);
  });
});

describe('facts of the Annuaire', () => {
  it('are not known before the identities are loaded', async () => {
    const facts = await PgDirectoryFacts.about(database, { professionals: [MOREAU], structures: [VALMONT] });
    expect(facts.professional(MOREAU.type, MOREAU.number)).toBe('unknown');
    expect(facts.structure(VALMONT.type, VALMONT.number)).toBe('unknown');
  });

  it('tell a professional with their structures, nobody by another number, and nothing of a structure nobody practises in', async () => {
    const at = (number: string | null) => practice(MOREAU.number, number && { type: '1', number });
    const lines = [at(VALMONT.number), at('920000684'), practice('10000000001', { type: '3', number: '12' })];
    expect(await load('identities', lines, 'identities')).toBe('ok');
    const facts = await PgDirectoryFacts.about(database, {
      professionals: [MOREAU, { type: '8', number: '10009999999' }, { type: '0', number: '759000010' }],
      structures: [VALMONT, { type: '3', number: '12' }, { type: '1', number: '000000000' }],
    });
    expect(facts.professional(MOREAU.type, MOREAU.number)).toEqual({
      ...{ familyName: 'MOREAU', givenName: 'Jeanne' },
      structures: [VALMONT, { type: '1', number: '920000684' }],
    });
    expect(facts.professional('8', '10009999999')).toBeNull();
    // RG_CTR_008: perhaps somebody’s former number, which the Annuaire still knows.
    expect(facts.professional('0', '759000010')).toBe('unknown');
    expect(facts.structure('1', VALMONT.number)).toEqual({ hasFiness: true });
    expect(facts.structure('3', '12')).toEqual({ hasFiness: false });
    expect(facts.structure('1', '000000000')).toBe('unknown');
    // Nobody asked about them beforehand.
    expect(facts.professional('8', '10000000001')).toBe('unknown');
  });
});

const signal = new AbortController().signal;
const MOREAU = { type: '8', number: '10002563210' };
const VALMONT = { type: '1', number: '380000067' };

async function search(query: DirectoryQuery) {
  const found = await new CopiedDirectory(database, 'bals', 'extraction').search(query, 10, signal);
  if (found.kind === 'unavailable') throw new Error(found.trouble);
  return found;
}

async function names(directory: CopiedDirectory, name: string) {
  const found = await directory.search({ name }, 10, signal);
  return found.kind === 'unavailable' ? found.trouble : found.entries.map(({ familyName }) => familyName);
}

function load(
  sha256: string,
  lines: readonly CopiedLine[] | AsyncIterable<readonly CopiedLine[]>,
  kind: CopyKind = 'bals',
  within = signal,
) {
  const batches = async function* () {
    if (Array.isArray(lines)) yield lines;
    else yield* lines as AsyncIterable<readonly CopiedLine[]>;
  };
  const file = { fileName: `${sha256}.zip`, asOf: NOON, sha256 };
  const reading = { file, batches, badLines: () => 0, close: async () => undefined };
  const board = { raise: async () => undefined, lastOf: async () => null };
  return refreshCopy(kind, {
    ...{ copies, at: NOON, signal: within, tell: (work) => work(board) },
    source: { name: 'test', open: async () => reading },
  });
}

async function rowsOf(table: string): Promise<number> {
  const [row] = await ask(`select count(*) as n from ${table}`);
  return Number(row?.n);
}

/** As the administrator of the database. */
function ask(text: string): Promise<Record<string, unknown>[]> {
  return withClient(temporary.adminUrl, async (client) => (await client.query(text)).rows);
}

function entry(local: string, familyName: string, told: Partial<CopiedEntry> = {}): CopiedEntry {
  const nothing = Object.fromEntries(COPIED_COLUMNS.map((column) => [column, null]));
  return {
    ...(nothing as unknown as CopiedEntry),
    address: `${local}@ch.mssante.fr`,
    kind: 'PER',
    familyName,
    ...told,
  };
}

function practice(holderNumber: string, structure: { type: string; number: string } | null | '') {
  return {
    ...{ holderType: '8', holderNumber, title: null, familyName: 'MOREAU', givenName: 'Jeanne' },
    ...{ categoryCode: 'C', professionCode: '10', professionLabel: 'Médecin' },
    ...{ specialityCode: null, specialityLabel: null, structureName: null, postalCode: null, town: null },
    ...{
      structureType: structure ? structure.type : null,
      structureNumber: structure ? structure.number : null,
    },
  };
}
