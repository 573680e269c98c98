import { accessSync, constants, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, REFUS, type Work, wordOf } from '../command.js';
import type { SentFile } from '../send-file.js';
import { EXIT, Stop, spoken, usage } from '../spoken.js';
import { follow } from './operations.js';

/** Of the API, which reads no more: ten thousand rows are a few megabytes. */
const MOST_MEGABYTES = 16;

export const importFile: Command = {
  name: 'import',
  usage:
    'cachet import <fichier.csv> [--accesses] [--dry-run] [--only-if-all-valid] [--no-wait] [--refused <fichier.csv>] [--progress]\n  cachet import --rollback <opération>',
  summary: spoken(
    'Ouvre les BAL, ou les accès, d’un fichier CSV, ou annule ce qu’un import a ouvert',
    'Opens the BAL, or accesses, of a CSV file, or takes back what an import opened',
  ),
  scope: 'bal:write (--accesses : access:write), operation:read',
  options: ['rollback', 'refused'],
  flags: ['accesses', 'dry-run', 'only-if-all-valid', 'no-wait', 'progress'],
  async run(work) {
    const undone = work.option('rollback');
    const id = undone === undefined ? await sent(work) : await rolledBack(work, undone);
    return work.has('no-wait') ? { json: { id }, lines: [id] } : follow(work, id);
  },
};

/** The operation that the file became. */
async function sent(work: Work): Promise<string> {
  const file = fileOf(wordOf(work, 0, 'fichier.csv'));
  const asked = new URLSearchParams({ fileName: basename(file.name) });
  if (work.has('dry-run')) asked.set('dryRun', 'true');
  if (work.has('only-if-all-valid')) asked.set('onlyIfAllValid', 'true');
  const path = `/imports/${await work.structure()}/${work.has('accesses') ? 'accesses' : 'bals'}?${asked}`;
  const { operationId } = await work.client.send(path, file, (octets) => {
    const percent = Math.floor((100 * octets) / file.size);
    work.progress(spoken(`Envoi : ${percent} %`, `Sending: ${percent}%`));
  });
  return operationId;
}

/** The operation that takes that one back. */
async function rolledBack(work: Work, operationId: string): Promise<string> {
  const { asked } = await work.client.ask(
    `mutation ($structureId: ID!, $operationId: ID!) {
       asked: operationRollback(structureId: $structureId, operationId: $operationId) { ${REFUS} ... on Operation { id } } }`,
    { structureId: await work.structure(), operationId },
  );
  return asked.id;
}

/** @throws Stop */
function fileOf(name: string): SentFile {
  const size = sizeOf(name);
  if (size > MOST_MEGABYTES * 1_000_000)
    throw new Stop(
      EXIT.refused,
      spoken(
        `Le fichier dépasse ${MOST_MEGABYTES} Mo : partagez-le en plusieurs.`,
        `The file exceeds ${MOST_MEGABYTES} MB: divide it into several.`,
      ),
      'fileTooLarge',
    );
  return { name, size };
}

function sizeOf(name: string): number {
  try {
    accessSync(name, constants.R_OK);
    const found = statSync(name);
    if (found.isFile()) return found.size;
  } catch {
    // Said below.
  }
  throw usage(`Le fichier ${name} ne peut pas être lu.`, `The file ${name} cannot be read.`);
}
