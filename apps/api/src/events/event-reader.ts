import { hearEvents, refused, type StructureViewer } from '@cachet/mss-core';
import { PgEvents } from '@cachet/schema';
import type { Caller } from '../context/caller.js';
import { unauthenticated } from '../errors/refusal-error.js';
import { spoken } from '../reads/spoken.js';
import type { StructureEventType } from '../types/event.js';
import { readEventCursor } from './event-cursor.js';
import type { EventTail, TailReader } from './event-tail.js';
import type { Hearing } from './events-desk.js';
import { showEvent } from './show-event.js';
import type { SocketContext } from './socket-context.js';

const PAGE = 100;

/** One who follows a structure: reads the log until its end, then what comes, each event once and in its place. */
export class EventReader implements TailReader, AsyncIterableIterator<StructureEventType> {
  readonly #waiting: StructureEventType[] = [];
  #release: () => void = () => undefined;
  #position = 0;
  #isGood = true;
  #ended = false;
  /** Told of more since we last looked. */
  #isTold = false;
  #wake: () => void = () => undefined;

  private constructor(
    private readonly context: SocketContext,
    private readonly hearing: Hearing,
    private readonly tail: EventTail,
    readonly caller: Caller,
  ) {}

  /** From behind that cursor, or from what is kept after this call. @throws GraphQLError inputInvalid, cursorTooOld. */
  static async begin(context: SocketContext, hearing: Hearing, after: string | null): Promise<EventReader> {
    if (!context.caller) throw unauthenticated();
    const tail = context.tails.of(hearing.tenantId);
    const reader = new EventReader(context, hearing, tail, context.caller);
    try {
      const marks = await tail.join(reader);
      reader.#position = after === null ? marks.settled : spoken(readEventCursor(after, marks));
      reader.#release = context.guard.demand(async () => reader.#isGood);
      return reader;
    } catch (error) {
      await reader.return();
      throw error;
    }
  }

  mayHear(viewer: StructureViewer): boolean {
    return hearEvents(viewer, this.hearing.kinds).ok;
  }

  async next(): Promise<IteratorResult<StructureEventType>> {
    while (!this.#ended) {
      const event = this.#waiting.shift();
      if (event) return { done: false, value: event };
      this.#isTold = false;
      if (!(await this.#more())) await this.#moreComes();
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<StructureEventType>> {
    this.#ended = true;
    this.#release();
    this.context.tails.leave(this.hearing.tenantId, this);
    this.wake();
    return { done: true, value: undefined };
  }

  wake(): void {
    this.#isTold = true;
    this.#wake();
  }

  forbid(): void {
    this.#isGood = false;
    this.context.guard.forbid();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Moves on; false at the end of what there is. */
  async #more(): Promise<boolean> {
    const shared = this.tail.after(this.#position);
    if (shared === null) return this.#fromLog();
    for (const { row, shown } of shared) if (this.hearing.kinds.includes(row.kind)) this.#waiting.push(shown);
    this.#position += shared.length;
    return shared.length > 0;
  }

  async #fromLog(): Promise<boolean> {
    if (!(await this.#mayRead())) {
      this.forbid();
      return false;
    }
    const { container, renew } = this.context;
    const tenant = { ...renew().act, tenantId: this.hearing.tenantId };
    return container.database.withTenant(tenant, async (sql) => {
      const events = new PgEvents(sql);
      const { settled, forgotten } = await events.settle();
      if (this.#position < forgotten) spoken(refused('cursorTooOld'));
      const rows = await events.after(this.#position, PAGE, this.hearing.kinds);
      this.#waiting.push(...rows.map(showEvent));
      this.#position = rows.length === PAGE ? (rows.at(-1)?.position ?? settled) : settled;
      return true;
    });
  }

  async #mayRead(): Promise<boolean> {
    const { guard, renew } = this.context;
    if (!this.#isGood || !(await guard.mayStillCall())) return false;
    return (await renew().desks.events.hearing(this.hearing.tenantId, this.hearing.kinds)).ok;
  }

  #moreComes(): Promise<void> {
    if (this.#isTold) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    return promise;
  }
}
