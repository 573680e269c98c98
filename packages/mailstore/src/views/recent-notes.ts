import type { TenantContext } from '@cachet/mss-core';
import { moveRecent } from '../folders/recent-uids.js';
import { ReadingSql } from './visit-sql.js';

/** How long a note waits for those that follow it. */
const NOTED_WITHIN_MS = 1_000;

interface Note {
  readonly context: TenantContext;
  readonly balId: string;
  readonly folderId: string;
  readonly upTo: number;
}

/**
 * Up to which uid somebody was told that letters are recent, noted by and by: a note for each letter would hold its folder when the next one
 * comes. What dies with the process unnoted is recent once more (RFC 3501 §2.3.2).
 */
export class RecentNotes {
  readonly #waiting = new Map<string, Note>();
  #isPlanned = false;

  constructor(
    private readonly database: ConstructorParameters<typeof ReadingSql>[0],
    private readonly withinMs = NOTED_WITHIN_MS,
  ) {}

  /** By and by. */
  note(note: Note): void {
    const known = this.#waiting.get(note.folderId);
    if (known && known.upTo >= note.upTo) return;
    this.#waiting.set(note.folderId, note);
    this.#plan();
  }

  /** At once: answers from which uid on nobody had been told, null when that cannot be known. */
  async noteNow({ context, balId, folderId, upTo }: Note): Promise<number | null> {
    const waiting = this.#waiting.get(folderId);
    if (waiting && waiting.upTo <= upTo) this.#waiting.delete(folderId);
    const sql = new ReadingSql(this.database, context);
    const from = await moveRecent(sql, balId, folderId, upTo).catch(() => null);
    return waiting ? Math.max(from ?? 0, waiting.upTo) : from;
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setTimeout(() => void this.#noteAll(), this.withinMs).unref();
  }

  async #noteAll(): Promise<void> {
    const notes = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const note of notes) await this.noteNow(note);
    this.#isPlanned = false;
    if (this.#waiting.size > 0) this.#plan();
  }
}
