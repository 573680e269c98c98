import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, REFUS, type Told, table, type Work, wordOf } from '../command.js';
import { EXIT, Stop, spoken, usage } from '../spoken.js';

const OPERATION = `id kind state dryRun progress total done unchanged failed skipped endedAt
  rows(first: 100, states: [FAILED]) { edges { node { number key code message messageEn column } } }`;
const LARGEST_FILE = 1_000_000;
const BETWEEN_LOOKS_MS = 500;

export const importFile: Command = {
  name: 'import',
  usage: 'cachet import <fichier.csv> [--accesses] [--dry-run] [--only-if-all-valid] [--no-wait]',
  summary: spoken(
    'Ouvre les BAL, ou les accès, d’un fichier CSV',
    'Opens the BAL, or accesses, of a CSV file',
  ),
  scope: 'bal:write (--accesses : access:write), operation:read',
  flags: ['accesses', 'dry-run', 'only-if-all-valid', 'no-wait'],
  async run(work) {
    const name = wordOf(work, 0, 'fichier.csv');
    const file = {
      csv: textOf(name),
      fileName: basename(name),
      dryRun: work.has('dry-run'),
      onlyIfAllValid: work.has('only-if-all-valid'),
    };
    const mutation = work.has('accesses') ? 'accessImport' : 'balImport';
    const { asked } = await work.client.ask(
      `mutation ($structureId: ID!, $file: CsvImportInput!) {
         asked: ${mutation}(structureId: $structureId, file: $file) { ${REFUS} ... on Operation { id } } }`,
      { structureId: await work.structure(), file },
    );
    return work.has('no-wait') ? { json: asked, lines: [asked.id] } : follow(work, asked.id);
  },
};

export const operation: Command = {
  name: 'operation',
  usage: 'cachet operation <id> [--no-wait]',
  summary: spoken('Suit une opération jusqu’à sa fin', 'Follows an operation to its end'),
  scope: 'operation:read',
  flags: ['no-wait'],
  async run(work) {
    const id = wordOf(work, 0, 'id');
    return work.has('no-wait') ? shown(work, await read(work, id)) : follow(work, id);
  },
};

async function follow(work: Work, id: string): Promise<Told> {
  for (;;) {
    const found = await read(work, id);
    if (found.endedAt !== null) return shown(work, found);
    await pause(BETWEEN_LOOKS_MS);
  }
}

async function read(work: Work, id: string) {
  const { operation: found } = await work.client.ask(
    `query ($id: ID!) { operation(id: $id) { ${REFUS} ... on Operation { ${OPERATION} } } }`,
    { id },
  );
  return found as Operation;
}

interface Operation {
  readonly id: string;
  readonly state: string;
  readonly endedAt: string | null;
  readonly total: number;
  readonly done: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly skipped: number;
  readonly rows: { readonly edges: readonly { readonly node: Row }[] };
}

interface Row {
  readonly number: number;
  readonly key: string;
  readonly message: string | null;
  readonly messageEn: string | null;
  readonly column: string | null;
}

function shown({ language }: Work, found: Operation): Told {
  const { id, state, total, done, unchanged, failed, skipped, rows } = found;
  const wrong = rows.edges.map(({ node }) => [
    ...[node.number, node.key, node.column ?? '—', language === 'fr' ? node.message : node.messageEn],
  ]);
  return {
    json: found,
    lines: [
      ...table(
        ['ÉTAT', 'LIGNES', 'FAITES', 'INCHANGÉES', 'REFUSÉES', 'LAISSÉES', 'ID'],
        [[state, total, done, unchanged, failed, skipped, id]],
      ),
      ...(wrong.length > 0 ? ['', ...table(['LIGNE', 'CLÉ', 'COLONNE', 'POURQUOI'], wrong)] : []),
    ],
    isWell: found.endedAt === null || (state === 'SUCCEEDED' && failed === 0),
  };
}

/** A file as spreadsheets write it: UTF-8, or else Windows-1252. @throws Stop */
function textOf(name: string): string {
  const bytes = bytesOf(name);
  if (bytes.length > LARGEST_FILE)
    throw new Stop(
      EXIT.refused,
      spoken(
        'Le fichier dépasse 1 Mo : partagez-le en plusieurs.',
        'The file exceeds 1 MB: divide it into several.',
      ),
      'limitReached',
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function bytesOf(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch {
    throw usage(`Le fichier ${name} ne peut pas être lu.`, `The file ${name} cannot be read.`);
  }
}
