import type { OpenedBal } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import type { Deposit, DepositedLetter } from './deposit-letters.js';
import { type Flag, MAX_FLAGS, parseFlag } from './flags.js';
import type { AppendedItems, Folder, FolderStore } from './folder-ports.js';
import { importTarget } from './import-target.js';
import {
  type FolderMarks,
  type ImportDesk,
  type ImportSource,
  type LeftOutCode,
  MessageUnkeepable,
  type SourceFolder,
  SourceLost,
  type SourceMessage,
} from './imports.js';
import type { MessageTries } from './message-tries.js';

export interface ImportPorts {
  inBal<T>(
    context: TenantContext,
    balId: string,
    work: (stores: {
      readonly folders: FolderStore;
      readonly imports: ImportDesk;
      readonly journal: Journal;
    }) => Promise<T>,
  ): Promise<T>;
  /** Receives a message and has it scanned. Refuses messageTooLarge. @throws MessageUnkeepable, as `deposit` does. */
  receive(
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<Outcome<Pick<DepositedLetter, 'message' | 'scanned'> & { dispose(): Promise<void> }>>;
  /** As `depositLetters`; `mark` writes in the transaction that files, and undoes it by throwing. */
  deposit(
    context: TenantContext,
    deposit: Deposit,
    mark: (imports: ImportDesk) => Promise<void>,
  ): Promise<Outcome<AppendedItems>>;
}

/** Heard after each message. */
export interface ImportStep {
  readonly folder: string;
  readonly target: string;
  /** In this folder, of `messages`. */
  readonly imported: number;
  readonly refused: number;
  readonly messages: number;
}

export interface ImportRequest {
  readonly opened: OpenedBal;
  readonly source: ImportSource;
  /** `user@host:port`: where marks belong to. */
  readonly account: string;
  /** The same for all the connections of one import. */
  readonly tries: MessageTries;
  progress(step: ImportStep): void;
}

/** Two imports of one account into one BAL, of which this one stops: the other is further. */
export class ImportOverlap extends Error {
  constructor() {
    super('another import of this account is under way');
  }
}

/** What is so for this message however often it is tried: it is left out, and counted. */
const LEFT_OUT: ReadonlySet<string> = new Set<LeftOutCode>([
  'messageTooLarge',
  'messageMalformed',
  'malwareInDeposit',
  'malwareFound',
  'notFound',
]);

/**
 * Takes the mail of an account of another server over into a BAL, folder by folder and in the order of uids: each message is scanned,
 * filed with its flags and date, and marked as taken over in one transaction. Begun again after any end, it goes on where it was; a
 * message that failed as often as `tries` bears is left out then. Refuses quotaExceeded, scanUnavailable, limitReached: what was taken over stays. @throws SourceLost, ImportOverlap.
 */
export async function importBal(ports: ImportPorts, request: ImportRequest): Promise<Outcome<void>> {
  const { opened, source, account } = request;
  const { context, bal } = opened;
  const importId = await ports.inBal(context, bal.id, async ({ imports, journal }) => {
    const id = await imports.begin(bal.id, account);
    const facts = { source: account, begins: true };
    await journal.record([{ kind: 'bal.imported', outcome: 'ok', balId: bal.id, facts }]);
    return id;
  });
  let imported = 0;
  for (const folder of await source.folders()) {
    const took = await new FolderImport(ports, request, importId, folder).run();
    if (!took.ok) return took;
    imported += took.value;
  }
  await ports.inBal(context, bal.id, async ({ imports, journal }) => {
    await imports.end(importId);
    const facts = { source: account, begins: false, messages: imported };
    await journal.record([{ kind: 'bal.imported', outcome: 'ok', balId: bal.id, facts }]);
  });
  return done(undefined);
}

class FolderImport {
  #lastUid = 0;
  #imported = 0;
  #refused = 0;
  #messages = 0;

  constructor(
    private readonly ports: ImportPorts,
    private readonly request: ImportRequest,
    private readonly importId: string,
    private readonly from: SourceFolder,
  ) {}

  /** How many were taken over this time. */
  async run(): Promise<Outcome<number>> {
    const { source } = this.request;
    const there = await source.open(this.from);
    if (!there) return done(0);
    const target = await this.#target();
    if (!target.ok) return target;
    const marks = { importId: this.importId, name: this.from.path, uidValidity: there.uidValidity };
    await this.#takeUp(marks, target.value, there.messages);
    const before = this.#imported;
    for await (const message of source.after(this.#lastUid)) {
      // Uids only rise (RFC 3501 §2.3.1.1); one told twice is one message.
      if (message.uid <= this.#lastUid) continue;
      const took = await this.#take(message, marks, target.value);
      if (!took.ok) return took;
    }
    return done(this.#imported - before);
  }

  #target(): Promise<Outcome<Folder>> {
    const { context, bal } = this.request.opened;
    const name = importTarget(this.from);
    return this.ports.inBal(context, bal.id, async ({ folders }) => {
      const found = await folders.byName(name);
      return found ? done(found) : folders.create(name);
    });
  }

  async #takeUp(marks: FolderMarks, target: Folder, messages: number): Promise<void> {
    const { context, bal } = this.request.opened;
    const opened = await this.ports.inBal(context, bal.id, ({ imports }) =>
      imports.open(marks, target.name, messages),
    );
    this.#lastUid = opened.lastUid;
    this.#imported = opened.imported;
    this.#refused = opened.refused;
    this.#messages = messages;
    this.#tell(target);
  }

  async #take(message: SourceMessage, marks: FolderMarks, target: Folder): Promise<Outcome<void>> {
    const givenUp = this.request.tries.givenUp(marks, message.uid);
    const filed = givenUp ?? (await this.#tried(message, marks, target));
    const code = typeof filed === 'string' ? filed : filed.ok ? null : leftOutCode(filed.refusal.code);
    if (code) {
      await this.#leaveOut(message.uid, marks, code);
      this.#refused += 1;
    } else if (typeof filed === 'object' && !filed.ok) return filed;
    else this.#imported += 1;
    this.#lastUid = message.uid;
    this.#tell(target);
    return done(undefined);
  }

  /** What fails is told to whoever counts the tries, before the connection is given up over it. */
  async #tried(message: SourceMessage, marks: FolderMarks, target: Folder): Promise<Outcome<unknown>> {
    try {
      return await this.#file(message, marks, target);
    } catch (fault) {
      if (fault instanceof SourceLost) this.request.tries.failed(marks, message.uid, 'failsThere');
      if (!(fault instanceof MessageUnkeepable)) throw fault;
      this.request.tries.failed(marks, message.uid, 'failsHere');
      throw new SourceLost('a message could not be kept', { cause: fault });
    }
  }

  async #file(
    { uid, flags, internalDate }: SourceMessage,
    marks: FolderMarks,
    folder: Folder,
  ): Promise<Outcome<unknown>> {
    const { opened, source } = this.request;
    const bytes = await source.bytes(uid);
    if (!bytes) return refused('notFound');
    const received = await this.ports.receive(bytes);
    if (!received.ok) return received;
    const { message, scanned, dispose } = received.value;
    try {
      if (message.size === 0) return refused('messageMalformed', { reason: 'vide', reasonEn: 'empty' });
      const date = internalDate ?? message.structure.envelope.date;
      const at = dateOf(date) ?? opened.context.at;
      const letter = { message, scanned, flags: flagsOf(flags), internalDate: at };
      return await this.ports.deposit(
        opened.context,
        { opened, folder, letters: [letter] },
        async (imports) => {
          if (!(await imports.mark(marks, this.#lastUid, uid, null))) throw new ImportOverlap();
        },
      );
    } finally {
      await dispose();
    }
  }

  async #leaveOut(uid: number, marks: FolderMarks, code: LeftOutCode): Promise<void> {
    const { context, bal } = this.request.opened;
    await this.ports.inBal(context, bal.id, async ({ imports }) => {
      if (!(await imports.mark(marks, this.#lastUid, uid, code))) throw new ImportOverlap();
    });
  }

  #tell({ name }: Folder): void {
    this.request.progress({
      folder: this.from.path,
      target: name,
      imported: this.#imported,
      refused: this.#refused,
      messages: this.#messages,
    });
  }
}

function leftOutCode(code: string): LeftOutCode | null {
  return LEFT_OUT.has(code) ? (code as LeftOutCode) : null;
}

/** Flags that can be stored, each once; \Recent and what no server may store are left out. */
function flagsOf(written: readonly string[]): readonly Flag[] {
  const flags = written.map(parseFlag).filter((flag) => flag !== null);
  return [...new Set(flags)].slice(0, MAX_FLAGS);
}

const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;

/** Null for what is no date, or none that a letter can bear. */
function dateOf(date: Date | string | null): Date | null {
  const read = date === null ? null : new Date(date);
  if (!read || Number.isNaN(read.getTime())) return null;
  const year = read.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? read : null;
}
