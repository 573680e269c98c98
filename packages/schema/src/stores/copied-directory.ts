import {
  type CopyKind,
  type DirectoryFound,
  type DirectoryOrigin,
  type DirectoryQuery,
  type DirectorySource,
  foldQuery,
  searchIndex,
  showCopied,
} from '@cachet/mss-core';
import type { Database } from '../database.js';
import { type CopyInForce, PgDirectoryIndex } from './pg-directory-index.js';

interface Opened {
  readonly copy: CopyInForce;
  readonly index: PgDirectoryIndex;
}

/** A directory searched in its copy of PostgreSQL. A process makes one and keeps it: the words of the copy lie in its memory. */
export class CopiedDirectory implements DirectorySource {
  #opened: Opened | null = null;
  #opening: Promise<Opened> | null = null;

  constructor(
    private readonly database: Pick<Database, 'shared'>,
    private readonly kind: CopyKind,
    readonly origin: DirectoryOrigin,
  ) {}

  async search(query: DirectoryQuery, limit: number, signal: AbortSignal): Promise<DirectoryFound> {
    const folded = foldQuery(query);
    const opened = await this.#current();
    if (!opened) return { kind: 'unavailable', trouble: 'absent' };
    const { index, copy } = opened;
    if (!folded.ok) return { kind: 'found', entries: [], asOf: copy.asOf };
    const { found, isTooMany } = await searchIndex(folded.value, limit, index, signal);
    const copied = await index.entries(found.map(({ entry }) => entry));
    const entries = copied.flatMap((entry, place) => {
      const match = found[place]?.match ?? 'close';
      return showCopied(entry, { origin: this.origin, asOf: copy.asOf, match }) ?? [];
    });
    return { kind: isTooMany ? 'tooMany' : 'found', entries, asOf: copy.asOf };
  }

  // A new copy is opened while the former goes on answering: its lines are kept until the next is written.
  async #current(): Promise<Opened | null> {
    const copy = await PgDirectoryIndex.inForce(this.database, this.kind);
    if (!copy) return null;
    const opened = this.#opened;
    if (opened?.copy.id === copy.id) return opened;
    const opening = this.#open(copy);
    return opened && (await opened.index.isKept()) ? opened : opening;
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
