import { Buffer } from 'node:buffer';
import {
  type ActContext,
  done,
  type LetterFiling,
  type Outcome,
  type ReceivedMessage,
  refused,
  type TenantId,
} from '@cachet/mss-core';
import {
  CommitInDoubt,
  type Database,
  newDeliveryRows,
  type Statement,
  type TenantStatement,
  traceRows,
} from '@cachet/schema';
import pLimit from 'p-limit';
import { CHUNK_SIZE, inChunks } from './bytes/chunks.js';
import { keepMessage } from './bytes/keep-message.js';
import { contentIdOf } from './bytes/message-key.js';
import { SealedMessage } from './bytes/sealed-message.js';
import { CallBatches, type FolderCall } from './call-batches.js';
import { createSpecialFolders } from './folders/special-folders.js';
import { isDeadlock } from './gave-up-waiting.js';
import type { TenantKeys } from './keys/tenant-keys.js';
import { subjectSealer } from './keys/trace-subjects.js';
import type { MailSafe } from './mail-safe.js';
import { wasKept } from './settle-doubt.js';

const RECEIVE_LETTER = { name: 'receive_letter', takes: 13, patienceMs: 300, whenHeld: 'wait' } as const;

type Doors = Pick<Database, 'alone' | 'atOnce' | 'acrossTenants' | 'withTenant'>;

/** Letters up to this size leave for the database in one write; longer ones are sent piece by piece. */
const AT_ONCE = 8 * CHUNK_SIZE;
/** Long letters on their way to the database at one time: each holds a connection for long, the others wait in their spool. */
const LONG_AT_ONE_TIME = 4;
/** Letters of several pieces, or for several BAL, on their way at one time: each is whole in memory and has a connection of its own. */
const WHOLE_AT_ONE_TIME = 8;

/** Files letters whose every fact is known, each whole or not at all. */
export class LetterFiler {
  readonly #batches: CallBatches<string>;
  readonly #long = pLimit(LONG_AT_ONE_TIME);
  readonly #whole = pLimit(WHOLE_AT_ONE_TIME);

  constructor(
    private readonly database: Doors,
    private readonly safe: MailSafe,
  ) {
    this.#batches = new CallBatches(database, RECEIVE_LETTER);
  }

  /**
   * In every tenant it is for, in one transaction. Refuses recipientFull naming the first BAL without room.
   * @throws LetterInDoubt when even the database, asked for a minute, did not tell whether it was kept.
   */
  async file(
    context: ActContext,
    message: ReceivedMessage,
    filings: readonly LetterFiling[],
    mended: ReadonlySet<string> = new Set(),
  ): Promise<Outcome<void>> {
    try {
      await this.#write(context, message, filings);
      return done(undefined);
    } catch (fault) {
      if (fault instanceof CommitInDoubt) return this.#settle(context, fault, filings);
      const place = placeNamedBy(fault, filings);
      if (!place) throw fault;
      if (place.obstacle === 'full') return refused('recipientFull', { address: place.address });
      // Given its folders once, a BAL that still lacks one is a fault of ours.
      if (mended.has(place.balId)) throw fault;
      const balIds = await this.#mend(context, filings, place.tenantId);
      return this.file(context, message, filings, new Set([...mended, ...balIds]));
    }
  }

  /** A letter to many may be the first for each of them: their folders are made together. */
  async #mend(
    context: ActContext,
    filings: readonly LetterFiling[],
    tenantId: TenantId,
  ): Promise<readonly string[]> {
    const places = filings
      .filter((filing) => filing.tenantId === tenantId)
      .flatMap((filing) => filing.places);
    const balIds = [...new Set(places.map(({ balId }) => balId))];
    const make = () =>
      this.database.withTenant({ ...context, tenantId }, (sql) => createSpecialFolders(sql, balIds));
    // Whoever files notices to the same BAL in another order is done by then.
    await make().catch((fault: unknown) => (isDeadlock(fault) ? make() : Promise.reject(fault)));
    return balIds;
  }

  /** A letter that was kept is accepted, whatever became of the connection: refused, its sender would send it twice. */
  async #settle(
    context: ActContext,
    doubt: CommitInDoubt,
    filings: readonly LetterFiling[],
  ): Promise<Outcome<void>> {
    const [written] = filings.flatMap(({ tenantId, deliveries }) =>
      deliveries.map(({ id }) => ({ tenantId, deliveryId: id })),
    );
    if (written && (await wasKept(this.database, context, doubt, written))) return done(undefined);
    throw doubt.lost;
  }

  async #write(
    context: ActContext,
    message: ReceivedMessage,
    filings: readonly LetterFiling[],
  ): Promise<void> {
    if (message.size > this.safe.besideFrom) return this.#beside(context, message, filings);
    if (message.size > AT_ONCE) return this.#long(() => this.#byPieces(context, message, filings));
    if (message.size > CHUNK_SIZE) return this.#whole(() => this.#atOnce(context, message, filings));
    const [filing] = isForOneBal(filings) ? filings : [];
    if (filing) {
      await this.#batches.call(await this.#shortLetter(context, message, filing));
      return;
    }
    return this.#whole(() => this.#atOnce(context, message, filings));
  }

  /** The letter that nearly all are: short, for one BAL. */
  async #shortLetter(
    context: ActContext,
    message: ReceivedMessage,
    filing: LetterFiling,
  ): Promise<FolderCall> {
    const [bytes = NOTHING] = await piecesOf(message);
    return letterOf(context, await this.#sealed(context, message, filing), bytes, filing);
  }

  /** Bytes first, in a blob of each tenant; then rows, as for a short letter: nothing long waits for a folder in memory. */
  async #beside(
    context: ActContext,
    message: ReceivedMessage,
    filings: readonly LetterFiling[],
  ): Promise<void> {
    const all: (readonly [LetterFiling, SealedMessage])[] = [];
    try {
      for (const filing of filings) {
        const sealed = await this.#sealed(context, message, filing);
        all.push([filing, sealed]);
        await this.#long(() => sealed.writeBlob(this.safe.blobs));
      }
      await this.#fileSealed(context, all);
    } catch (fault) {
      // Nobody knows whether a commit in doubt needs them: those that no row names are collected later.
      if (!(fault instanceof CommitInDoubt))
        await Promise.allSettled(all.map(([, sealed]) => sealed.removeBlob(this.safe.blobs)));
      throw fault;
    }
  }

  async #fileSealed(
    context: ActContext,
    all: readonly (readonly [LetterFiling, SealedMessage])[],
  ): Promise<void> {
    const [[filing, sealed] = []] = isForOneBal(all.map(([each]) => each)) ? all : [];
    if (filing && sealed) {
      await this.#batches.call(letterOf(context, sealed, null, filing));
      return;
    }
    const statements = all.flatMap(([each, kept]) =>
      inTenantOf(each, [kept.keeping(context.at, null), filingStatement(context, kept, each)]),
    );
    await this.#whole(() => this.database.atOnce(statements));
  }

  async #sealed(
    context: ActContext,
    message: ReceivedMessage,
    { tenantId }: LetterFiling,
  ): Promise<SealedMessage> {
    const isBeside = message.size > this.safe.besideFrom;
    return new SealedMessage(await this.safe.keys.for({ ...context, tenantId }), message, { isBeside });
  }

  async #atOnce(
    context: ActContext,
    message: ReceivedMessage,
    filings: readonly LetterFiling[],
  ): Promise<void> {
    const pieces = await piecesOf(message);
    const statements: TenantStatement[] = [];
    for (const filing of filings) {
      const sealed = await this.#sealed(context, message, filing);
      const filed = filingStatement(context, sealed, filing);
      statements.push(...inTenantOf(filing, [...keeping(sealed, context.at, pieces), filed]));
    }
    await this.database.atOnce(statements);
  }

  async #byPieces(
    context: ActContext,
    message: ReceivedMessage,
    filings: readonly LetterFiling[],
  ): Promise<void> {
    // Before any lock of any tenant is taken.
    for (const { tenantId } of filings) await this.safe.keys.for({ ...context, tenantId });
    return this.database.acrossTenants(async (visit) => {
      for (const filing of filings) {
        await visit({ ...context, tenantId: filing.tenantId }, async (sql) => {
          await keepMessage(sql, this.safe, message);
          const keys = await this.safe.keys.of(sql);
          const contentId = contentIdOf(keys, message.sha256);
          const { text, values } = filingStatement(context, { keys, contentId }, filing);
          await sql.query(text, values);
        });
      }
    });
  }
}

async function piecesOf(message: ReceivedMessage): Promise<readonly Buffer[]> {
  const pieces: Buffer[] = [];
  for await (const piece of inChunks(message.open())) pieces.push(piece);
  return pieces;
}

const NOTHING = Buffer.alloc(0);

function isForOneBal(filings: readonly LetterFiling[]): boolean {
  return filings.length === 1 && filings[0]?.places.length === 1;
}

/** The arguments of the database's `receive_letter`, for a letter to one BAL. */
function letterOf(
  context: ActContext,
  sealed: SealedMessage,
  bytes: Buffer | null,
  filing: LetterFiling,
): FolderCall {
  const { tenantId, places } = filing;
  const [, , ...filed] = filingStatement(context, sealed, filing).values;
  const [{ balId = '', folder = '' } = {}] = places;
  return { tenantId, balId, folder, values: [tenantId, ...sealed.arguments(context.at, bytes), ...filed] };
}

function inTenantOf(
  { tenantId }: LetterFiling,
  statements: readonly Statement[],
): readonly TenantStatement[] {
  return statements.map((statement) => ({ ...statement, tenantId }));
}

function keeping(
  sealed: SealedMessage,
  at: Date,
  [first = NOTHING, ...others]: readonly Buffer[],
): Statement[] {
  return [sealed.keeping(at, first), ...others.map((piece, index) => sealed.keepingPiece(index + 1, piece))];
}

/** Finds the message by its content: whoever kept it first chose its id. */
function filingStatement(
  context: ActContext,
  { keys, contentId }: { readonly keys: TenantKeys; readonly contentId: Buffer },
  filing: LetterFiling,
): Statement {
  const places = filing.places.map(({ balId, folder }) => ({
    bal_id: balId,
    folder,
    seen: folder === 'sent',
  }));
  return {
    text: 'select file_letter($1, $2, $3, $4, $5)',
    values: [
      contentId,
      context.at,
      JSON.stringify(places),
      newDeliveryRows(filing.deliveries, context.at),
      traceRows(context, filing.traces, { seal: subjectSealer(keys) }),
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
