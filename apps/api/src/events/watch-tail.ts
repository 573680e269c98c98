import type { TenantContext, TenantId } from '@cachet/mss-core';
import type { ChangeEvent } from '@cachet/schema';
import type { Container } from '../container.js';
import { systemContext } from '../session/system-context.js';
import { Audience, type Follower } from './audience.js';
import { LastTold } from './last-told.js';
import { missedBehind, type Told } from './missed.js';
import type { SharedRow, Watched } from './watched.js';

/** One who watches: told what was read, in order. */
export interface Watcher<R, T> extends Follower {
  tell(rows: readonly SharedRow<R, T>[]): void;
}

const MOST_WAITING = 1_000;
const MOST_AT_ONCE = 100;
const SWEEP_MS = 5_000;

/**
 * What is announced of one topic in one structure, for all who watch it in this process: each thing is read once, and the rights of all
 * are asked together before it is told. What announcements may have missed, and what could not be read, is read again from the last place.
 */
export class WatchTail<R, T> {
  readonly #watchers: Audience<Watcher<R, T>>;
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #waiting: string[] = [];
  #isBehind = false;
  /** What was told of the missed, as long as its announcements may still wait. */
  readonly #caughtUp = new Set<string>();
  readonly #lastTold: LastTold;
  #reading: Promise<void> | null = null;

  constructor(
    private readonly container: Container,
    private readonly tenantId: TenantId,
    private readonly watched: Watched<R, T>,
  ) {
    this.#watchers = new Audience(container, tenantId);
    this.#lastTold = new LastTold(container.clock());
    const { changes } = container.database;
    this.#unsubscribe = changes.subscribe({ topic: watched.topic, tenant: tenantId }, (event) =>
      this.#hear(event),
    );
    this.#timer = setInterval(() => void this.#sweep(), SWEEP_MS);
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  join(watcher: Watcher<R, T>): void {
    this.#watchers.join(watcher);
  }

  leave(watcher: Watcher<R, T>): void {
    this.#watchers.leave(watcher);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
  }

  #hear(event: ChangeEvent): void {
    if (event.kind === 'resync' || this.#waiting.length >= MOST_WAITING) this.#fallBehind();
    // What is announced before the reading of what was missed begins is in it.
    else if (!this.#isBehind) this.#waiting.push(event.id);
    void this.#read();
  }

  #fallBehind(): void {
    this.#waiting = [];
    this.#isBehind = true;
  }

  #read(): Promise<void> {
    this.#reading ??= this.#readOn()
      // Nothing is passed over: the next announcement, or the next look, begins where this one failed.
      .catch((error: unknown) => {
        this.#fallBehind();
        this.container.logger.warn({ err: error }, 'an event could not be read');
      })
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  async #readOn(): Promise<void> {
    while (this.#isBehind || this.#waiting.length > 0) {
      if (this.#isBehind) await this.#catchUp();
      else await this.#readAnnounced();
    }
  }

  async #readAnnounced(): Promise<void> {
    const tenant = this.#tenant();
    const announced = this.#waiting.splice(0, MOST_AT_ONCE);
    const rows = await this.watched.read(this.container, tenant, announced);
    const isNew = (row: R) => !this.#caughtUp.has(nameOfRow(this.watched.placeOf(row)));
    await this.#tell(
      rows.flatMap((row) => (row !== null && isNew(row) ? [row] : [])),
      tenant,
    );
    if (this.#waiting.length === 0) this.#caughtUp.clear();
  }

  async #catchUp(): Promise<void> {
    this.#isBehind = false;
    const tenant = this.#tenant();
    const { placeOf } = this.watched;
    const read = (after: Told) => this.watched.missed(this.container, tenant, after);
    for await (const page of missedBehind(this.#lastTold.from, read, placeOf)) {
      const missed = page.filter((row) => !this.#lastTold.knows(placeOf(row)));
      await this.#tell(missed, tenant);
      this.#remember(missed);
    }
  }

  // What is announced while it is read among the missed is not told again. Only what came last can be.
  #remember(missed: readonly R[]): void {
    for (const row of missed) this.#caughtUp.add(nameOfRow(this.watched.placeOf(row)));
    for (const name of this.#caughtUp) {
      if (this.#caughtUp.size <= MOST_WAITING) break;
      this.#caughtUp.delete(name);
    }
  }

  async #tell(rows: readonly R[], tenant: TenantContext): Promise<void> {
    if (rows.length === 0) return;
    await this.#watchers.dismiss();
    const shared = rows.map((row) => ({ row, shown: this.watched.show(row, tenant) }));
    for (const watcher of this.#watchers) watcher.tell(shared);
    for (const row of rows) this.#lastTold.note(this.watched.placeOf(row));
  }

  // A right may end without an announcement: a role that runs out, a session left idle.
  async #sweep(): Promise<void> {
    await this.#read();
    try {
      await this.#watchers.dismiss();
      // Whoever could not read what it had missed tries again.
      for (const watcher of this.#watchers) watcher.tell([]);
    } catch (error) {
      this.container.logger.warn({ err: error }, 'rights could not be asked');
    }
  }

  #tenant(): TenantContext {
    return { ...systemContext(this.container), tenantId: this.tenantId };
  }
}

/** The tails of this process: one for each topic of each structure that somebody watches. */
export class WatchTails {
  readonly #tails = new Map<string, WatchTail<unknown, unknown>>();

  constructor(private readonly container: Container) {}

  /** Those who name the same topic of a structure watch the same tail, to be left with `leave`. */
  of<R, T>(tenantId: TenantId, watched: Watched<R, T>): WatchTail<R, T> {
    const name = nameOf(tenantId, watched);
    const known = this.#tails.get(name) as WatchTail<R, T> | undefined;
    const tail = known ?? new WatchTail(this.container, tenantId, watched);
    this.#tails.set(name, tail as WatchTail<unknown, unknown>);
    return tail;
  }

  leave<R, T>(tenantId: TenantId, watched: Watched<R, T>, watcher: Watcher<R, T>): void {
    const name = nameOf(tenantId, watched);
    const tail = this.#tails.get(name) as WatchTail<R, T> | undefined;
    tail?.leave(watcher);
    if (!tail || tail.isWatched) return;
    tail.stop();
    this.#tails.delete(name);
  }
}

function nameOfRow({ at, id }: Told): string {
  return `${id} ${at.getTime()}`;
}

function nameOf(tenantId: TenantId, { topic }: Pick<Watched<unknown, unknown>, 'topic'>): string {
  return `${topic} ${tenantId}`;
}
