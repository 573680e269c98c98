import type { TenantId } from '@cachet/mss-core';
import { type EventMarks, PgEvents, type PlacedEvent } from '@cachet/schema';
import type { Container } from '../container.js';
import { systemContext } from '../session/system-context.js';
import type { StructureEventType } from '../types/event.js';
import { Audience, type Follower } from './audience.js';
import { showEvent } from './show-event.js';

/** One who follows what happens in a structure. */
export interface TailReader extends Follower {
  /** There is more to read. */
  wake(): void;
}

/** An event read once for everybody who follows the structure. */
export interface SharedEvent {
  readonly row: PlacedEvent;
  readonly shown: StructureEventType;
}

const MOST_AT_ONCE = 500;
const MOST_KEPT = 2_000;
const SWEEP_MS = 5_000;

/**
 * The end of one structure's log in memory, for all who follow it in this process: each event is read once, and the rights of all readers
 * are asked together before it is shown. Who has fallen behind what lies here reads the log.
 */
export class EventTail {
  readonly #readers: Audience<TailReader>;
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #events: SharedEvent[] = [];
  #end: number | null = null;
  #forgotten = 0;
  #reading: Promise<void> | null = null;
  #again = false;

  constructor(
    private readonly container: Container,
    private readonly tenantId: TenantId,
  ) {
    this.#readers = new Audience(container, tenantId);
    const { changes } = container.database;
    this.#unsubscribe = changes.subscribe({ topic: 'event', id: tenantId }, () => void this.#hear());
    this.#timer = setInterval(() => void this.#sweep(), SWEEP_MS);
  }

  get isWatched(): boolean {
    return this.#readers.size > 0;
  }

  /** Begins to hear; answers where the log ends, and from where it is kept. Those who join at one moment ask the database once. */
  async join(reader: TailReader): Promise<EventMarks> {
    this.#readers.join(reader);
    await this.#read();
    return { settled: this.#end ?? 0, forgotten: this.#forgotten };
  }

  leave(reader: TailReader): void {
    this.#readers.leave(reader);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
  }

  /** What came after that place, in order; null when that begins before what lies here. */
  after(position: number): readonly SharedEvent[] | null {
    const end = this.#end ?? 0;
    if (position >= end) return [];
    const missing = end - position;
    return missing > this.#events.length ? null : this.#events.slice(-missing);
  }

  async #hear(): Promise<void> {
    try {
      await this.#read();
    } catch (error) {
      this.container.logger.warn({ err: error }, 'events could not be read');
    }
  }

  // What one announcement made us read is followed by another reading when more came meanwhile.
  #read(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readOn(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const { end, rows } = await this.#next();
      if (rows.length === MOST_AT_ONCE) this.#again = true;
      if (rows.length > 0) await this.#readers.dismiss();
      this.#keep(end, rows);
    }
  }

  async #next(): Promise<{ readonly end: number; readonly rows: readonly PlacedEvent[] }> {
    const context = { ...systemContext(this.container), tenantId: this.tenantId };
    return this.container.database.withTenant(context, async (sql) => {
      const events = new PgEvents(sql);
      const { settled, forgotten } = await events.settle();
      this.#forgotten = forgotten;
      if (this.#end === null) return { end: settled, rows: [] };
      const rows = await events.after(this.#end, MOST_AT_ONCE);
      return { end: rows.at(-1)?.position ?? this.#end, rows };
    });
  }

  #keep(end: number, rows: readonly PlacedEvent[]): void {
    // What was forgotten before it was read here leaves a hole: what lies before it is no use any more.
    if (rows[0] && rows[0].position !== (this.#end ?? 0) + 1) this.#events = [];
    this.#end = end;
    if (rows.length === 0) return;
    this.#events.push(...rows.map((row) => ({ row, shown: showEvent(row) })));
    this.#events.splice(0, this.#events.length - MOST_KEPT);
    for (const reader of this.#readers) reader.wake();
  }

  // A right may end without an event: a role that runs out, a session left idle.
  async #sweep(): Promise<void> {
    await this.#hear();
    try {
      await this.#readers.dismiss();
    } catch (error) {
      this.container.logger.warn({ err: error }, 'rights could not be asked');
    }
  }
}

/** The tails of this process: one for each structure that somebody follows. */
export class EventTails {
  readonly #tails = new Map<TenantId, EventTail>();

  constructor(private readonly container: Container) {}

  /** The structure's tail, to be left with `leave`. */
  of(tenantId: TenantId): EventTail {
    const tail = this.#tails.get(tenantId) ?? new EventTail(this.container, tenantId);
    this.#tails.set(tenantId, tail);
    return tail;
  }

  leave(tenantId: TenantId, reader: TailReader): void {
    const tail = this.#tails.get(tenantId);
    tail?.leave(reader);
    if (!tail || tail.isWatched) return;
    tail.stop();
    this.#tails.delete(tenantId);
  }
}
