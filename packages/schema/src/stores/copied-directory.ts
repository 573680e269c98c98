import {
  type CopyKind,
  type DirectoryFound,
  type DirectoryOrigin,
  type DirectoryQuery,
  type DirectorySource,
  type FoldedQuery,
  foldQuery,
  searchIndex,
  showCopied,
} from '@cachet/mss-core';
import { type CopyInForce, type DirectoryReader, PgDirectoryIndex } from './pg-directory-index.js';

interface Opened {
  readonly copy: CopyInForce;
  readonly index: PgDirectoryIndex;
}

/** Copies of so many lines are opened while one waits: what a structure has just published is then found. */
const OPENED_AT_ONCE = 20_000;

/** A directory searched in its copy of PostgreSQL. A process makes one and keeps it: the words of the copy lie in its memory. */
export class CopiedDirectory implements DirectorySource {
  #opened: Opened | null = null;
  #opening: Promise<Opened> | null = null;

  constructor(
    private readonly database: DirectoryReader,
    private readonly kind: CopyKind,
    readonly origin: DirectoryOrigin,
  ) {}

  async search(query: DirectoryQuery, limit: number, signal: AbortSignal): Promise<DirectoryFound> {
    const folded = foldQuery(query);
    if (!folded.ok) return { kind: 'unavailable', trouble: 'unavailable' };
    const ask = (opened: Opened) => this.#ask(opened, folded.value, limit, signal);
    const opened = this.#opened;
    // Which copy is in force is looked at while the one we know is asked.
    const [copy, answer] = await Promise.all([
      PgDirectoryIndex.inForce(this.database, this.kind),
      opened && ask(opened).catch(() => null),
    ]);
    if (!copy) return { kind: 'unavailable', trouble: 'absent' };
    if (answer && opened?.copy.id === copy.id) return answer;
    const opening = this.#open(copy);
    // A large one is opened while the former goes on answering: its lines are kept until the next is written.
    const isLong = copy.lineCount > OPENED_AT_ONCE;
    if (isLong && answer && opened && (await opened.index.isKept())) return answer;
    return ask(await opening);
  }

  async #ask(
    { index, copy }: Opened,
    query: FoldedQuery,
    limit: number,
    signal: AbortSignal,
  ): Promise<DirectoryFound> {
    const { found, isTooMany } = await searchIndex(query, limit, index, signal);
    const entries = found.flatMap(
      ({ entry, match }) => showCopied(entry, { origin: this.origin, asOf: copy.asOf, match }) ?? [],
    );
    return { kind: isTooMany ? 'tooMany' : 'found', entries, asOf: copy.asOf };
  }

  #open(copy: CopyInForce): Promise<Opened> {
    this.#opening ??= PgDirectoryIndex.open(this.database, copy)
      .then((index) => {
        this.#opened = { copy, index };
        return this.#opened;
      })
      .finally(() => {
        this.#opening = null;
      });
    // Nobody waits for it while the former answers: the next search opens it again.
    this.#opening.catch(() => undefined);
    return this.#opening;
  }
}
