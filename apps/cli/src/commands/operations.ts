import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, REFUS, type Told, table, type Work, wordOf } from '../command.js';
import { EXIT, Stop, spoken, usage } from '../spoken.js';

const OPERATION =
  'id structureId kind state dryRun progress total valid done unchanged failed skipped endedAt';
const ROWS = `query ($id: ID!, $after: String) { operation(id: $id) { ${REFUS} ... on Operation {
  rows(first: 100, after: $after, states: [FAILED]) {
    edges { node { number key code message messageEn column } } pageInfo { hasNextPage endCursor } } } } }`;
const BETWEEN_LOOKS_MS = 500;
/** An API that restarts is asked again: the operation goes on without us. */
const MOST_SILENCES = 20;

export const operation: Command = {
  name: 'operation',
  usage: 'cachet operation <id> [--no-wait] [--refused <fichier.csv>] [--progress]',
  summary: spoken('Suit une opération jusqu’à sa fin', 'Follows an operation to its end'),
  scope: 'operation:read',
  options: ['refused'],
  flags: ['no-wait', 'progress'],
  async run(work) {
    const id = wordOf(work, 0, 'id');
    return work.has('no-wait') ? shown(work, await read(work, id)) : follow(work, id);
  },
};

/** To its end, with the rows that were refused. @throws Stop */
export async function follow(work: Work, id: string): Promise<Told> {
  for (let silences = 0; ; await pause(BETWEEN_LOOKS_MS)) {
    const found = await read(work, id).catch((fault: unknown) => {
      silences += 1;
      if (isSilence(fault) && silences <= MOST_SILENCES) return null;
      throw isSilence(fault) ? goesOn(id) : fault;
    });
    if (!found) continue;
    silences = 0;
    const { progress, done, unchanged, failed, skipped, valid, total } = found;
    const judged = done + unchanged + failed + skipped + valid;
    work.progress(
      spoken(`${progress} % : ${judged} lignes sur ${total}`, `${progress}%: ${judged} rows of ${total}`),
    );
    if (found.endedAt !== null) return shown(work, found);
  }
}

function isSilence(fault: unknown): boolean {
  return fault instanceof Stop && fault.code === EXIT.unreachable && fault.refusal === null;
}

function goesOn(id: string): Stop {
  return new Stop(
    EXIT.unreachable,
    spoken(
      `L’API ne répond plus. L’opération continue sans cette commande : « cachet operation ${id} » la suit.`,
      `The API answers no more. The operation goes on without this command: “cachet operation ${id}” follows it.`,
    ),
  );
}

async function read(work: Work, id: string): Promise<Operation> {
  const { operation: found } = await work.client.ask(
    `query ($id: ID!) { operation(id: $id) { ${REFUS} ... on Operation { ${OPERATION} } } }`,
    { id },
  );
  return found;
}

async function refusedRows(work: Work, { id, failed }: Operation): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = null; failed > 0; ) {
    const { operation: page } = await work.client.ask(ROWS, { id, after });
    rows.push(...page.rows.edges.map(({ node }: { node: Row }) => node));
    if (!page.rows.pageInfo.hasNextPage) break;
    after = page.rows.pageInfo.endCursor;
  }
  return rows;
}

interface Operation {
  readonly id: string;
  readonly structureId: string;
  readonly state: string;
  readonly endedAt: string | null;
  readonly progress: number;
  readonly total: number;
  readonly valid: number;
  readonly done: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Row {
  readonly number: number;
  readonly key: string;
  readonly message: string | null;
  readonly messageEn: string | null;
  readonly column: string | null;
}

async function shown(work: Work, found: Operation): Promise<Told> {
  const { id, state, total, valid, done, unchanged, failed, skipped } = found;
  const refused = await refusedRows(work, found);
  const wrong = refused.map((row) => [
    ...[row.number, row.key, row.column ?? '—', work.language === 'fr' ? row.message : row.messageEn],
  ]);
  await keepRefused(work, found);
  return {
    json: { ...found, refused },
    lines: [
      ...table(
        ['ÉTAT', 'LIGNES', 'VALIDES', 'FAITES', 'INCHANGÉES', 'REFUSÉES', 'LAISSÉES', 'ID'],
        [[state, total, valid, done, unchanged, failed, skipped, id]],
      ),
      ...(wrong.length > 0 ? ['', ...table(['LIGNE', 'CLÉ', 'COLONNE', 'POURQUOI'], wrong)] : []),
    ],
    isWell: found.endedAt === null || (state === 'SUCCEEDED' && failed === 0),
  };
}

/** The refused rows as a file to correct and send again, where one was asked for. */
async function keepRefused(work: Work, { id, structureId, failed }: Operation): Promise<void> {
  const file = work.option('refused');
  if (file === undefined || failed === 0) return;
  writeNew(file, await work.client.file(`/operations/${structureId}/${id}/refused.csv`));
}

/** What names people is for whoever asked alone, and nothing that is there is lost. @throws Stop */
export function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch {
    throw usage(
      `Le fichier ${file} existe déjà, ou ne peut pas être écrit.`,
      `The file ${file} exists already, or cannot be written.`,
    );
  }
}
