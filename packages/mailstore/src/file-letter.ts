import type { Buffer } from 'node:buffer';
import {
  type ActContext,
  done,
  type LetterFiling,
  type Outcome,
  type ReceivedMessage,
  refused,
} from '@cachet/mss-core';
import {
  type Database,
  newDeliveryRows,
  newRowId,
  type Statement,
  type TenantSql,
  type TenantStatement,
  traceRows,
} from '@cachet/schema';
import { CHUNK_SIZE, inChunks } from './bytes/chunks.js';
import { chunkStatement, keepMessage, keepStatement } from './bytes/keep-message.js';
import { createSpecialFolders } from './folders/special-folders.js';

type Doors = Pick<Database, 'alone' | 'atOnce' | 'acrossTenants' | 'withTenant'>;

/** Letters up to this size leave for the database in one write; longer ones are sent piece by piece. */
const AT_ONCE = 8 * CHUNK_SIZE;

/**
 * Files a letter in every tenant it is for, in one transaction: whole or not at all. Refuses recipientFull naming the first BAL
 * without room.
 */
export async function fileLetter(
  database: Doors,
  context: ActContext,
  message: ReceivedMessage,
  filings: readonly LetterFiling[],
): Promise<Outcome<void>> {
  try {
    await write(database, context, message, filings);
    return done(undefined);
  } catch (fault) {
    const place = placeNamedBy(fault, filings);
    if (!place) throw fault;
    if (place.obstacle === 'full') return refused('recipientFull', { address: place.address });
    await database.withTenant({ ...context, tenantId: place.tenantId }, (sql) =>
      createSpecialFolders(sql, place.balId),
    );
    return fileLetter(database, context, message, filings);
  }
}

async function write(
  database: Doors,
  context: ActContext,
  message: ReceivedMessage,
  filings: readonly LetterFiling[],
): Promise<void> {
  if (message.size > AT_ONCE) return writeByPieces(database, context, message, filings);
  const pieces: Buffer[] = [];
  for await (const piece of inChunks(message.open())) pieces.push(piece);
  const [filing, ...others] = filings;
  if (filing && others.length === 0 && pieces.length <= 1) {
    await database.alone(receiving(context, message, pieces[0] ?? null, filing));
    return;
  }
  const statements = filings.flatMap((filing) =>
    [...keeping(message, context.at, pieces), filingStatement(context, message, filing)].map(
      (statement): TenantStatement => ({ ...statement, tenantId: filing.tenantId }),
    ),
  );
  await database.atOnce(statements);
}

/** The letter that nearly all are: short, for one structure. */
function receiving(
  context: ActContext,
  message: ReceivedMessage,
  bytes: Buffer | null,
  filing: LetterFiling,
): Statement {
  const keeping = keepStatement(newRowId(), message, context.at, bytes);
  const [, , ...filed] = filingStatement(context, message, filing).values;
  return {
    text: 'select receive_letter($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    values: [filing.tenantId, ...keeping.values, ...filed],
  };
}

function keeping(message: ReceivedMessage, at: Date, [first, ...others]: readonly Buffer[]): Statement[] {
  const id = newRowId();
  return [
    keepStatement(id, message, at, first ?? null),
    ...others.map((piece, index) => chunkStatement(id, index + 1, piece)),
  ];
}

async function writeByPieces(
  database: Doors,
  context: ActContext,
  message: ReceivedMessage,
  filings: readonly LetterFiling[],
): Promise<void> {
  await database.acrossTenants(async (visit) => {
    for (const filing of filings) {
      await visit({ ...context, tenantId: filing.tenantId }, async (sql: TenantSql) => {
        await keepMessage(sql, message);
        const { text, values } = filingStatement(context, message, filing);
        await sql.query(text, values);
      });
    }
  });
}

/** Finds the message by its bytes: whoever kept them first chose its id. */
function filingStatement(context: ActContext, { sha256 }: ReceivedMessage, filing: LetterFiling): Statement {
  const places = filing.places.map(({ balId, folder }) => ({
    bal_id: balId,
    folder,
    seen: folder === 'sent',
  }));
  return {
    text: 'select file_letter($1, $2, $3, $4, $5)',
    values: [
      sha256,
      context.at,
      JSON.stringify(places),
      newDeliveryRows(filing.deliveries, context.at),
      traceRows(context, filing.traces),
    ],
  };
}

const OBSTACLES: Readonly<Record<string, 'full' | 'noFolder'>> = { CA001: 'full', CA002: 'noFolder' };

/** The place at which the database stopped, when that is why it did. */
function placeNamedBy(fault: unknown, filings: readonly LetterFiling[]) {
  if (!(fault instanceof Error && 'code' in fault)) return null;
  const obstacle = OBSTACLES[String(fault.code)];
  const place = filings.flatMap(({ places }) => places).find(({ balId }) => balId === fault.message);
  return obstacle && place ? { ...place, obstacle } : null;
}
