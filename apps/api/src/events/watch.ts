import { type StructureViewer, seeStructure, type TenantId } from '@cachet/mss-core';
import { signedIn } from '../context/api-context.js';
import type { Caller } from '../context/caller.js';
import { unauthenticated } from '../errors/refusal-error.js';
import { spoken } from '../reads/spoken.js';
import { LastTold } from './last-told.js';
import { MISSED_PAGE, type Told } from './missed.js';
import type { SocketContext } from './socket-context.js';
import type { Watcher } from './watch-tail.js';
import type { SharedRow, Watched } from './watched.js';

const MOST_WAITING = 1_000;

/**
 * Follows a structure. The right to see it is asked at the start, and for all who watch together at each event and every few seconds between;
 * an announcement holds ids only, and what is shown is read within the tenant.
 * @throws GraphQLError notFound, scopeMissing.
 */
export async function watch<R, T>(
  context: SocketContext,
  structureId: string,
  watched: Watched<R, T>,
  wants: (row: R) => boolean = () => true,
): Promise<AsyncIterableIterator<T>> {
  const { caller } = context;
  if (!caller) throw unauthenticated();
  const tenantId = spoken(await signedIn(context).structures.allowed(structureId, watched.view));
  return new WatchReader(context, caller, tenantId, watched, wants);
}

/** One who watches. Too slow to follow, it reads again what it missed once it has caught up, rather than filling the memory. */
class WatchReader<R, T> implements Watcher<R, T>, AsyncIterableIterator<T> {
  readonly #waiting: SharedRow<R, T>[] = [];
  readonly #release: () => void;
  readonly #lastTold: LastTold;
  #isGood = true;
  #ended = false;
  /** Something was not kept for it: where it is to read. */
  #behind: Told | null = null;
  /** More came while it was behind. */
  #isPassed = false;
  /** Told of more since it last looked. */
  #isTold = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly context: SocketContext,
    readonly caller: Caller,
    private readonly tenantId: TenantId,
    private readonly watched: Watched<R, T>,
    private readonly wants: (row: R) => boolean,
  ) {
    this.#lastTold = new LastTold(context.container.clock());
    context.watches.of(tenantId, watched).join(this);
    this.#release = context.guard.demand(async () => this.#isGood);
  }

  mayHear(viewer: StructureViewer): boolean {
    return seeStructure(viewer, this.watched.view).ok;
  }

  tell(rows: readonly SharedRow<R, T>[]): void {
    const wanted = rows.filter(({ row }) => this.wants(row));
    const isTooSlow = this.#waiting.length + wanted.length > MOST_WAITING;
    if (this.#isPassed || this.#behind !== null || isTooSlow) this.#isPassed = true;
    else this.#waiting.push(...wanted);
    this.#isTold = true;
    this.#wake();
  }

  forbid(): void {
    this.#isGood = false;
    this.context.guard.forbid();
  }

  async next(): Promise<IteratorResult<T>> {
    while (!this.#ended) {
      this.#isTold = false;
      const next = this.#waiting.shift();
      if (next) return { done: false, value: this.#told(next) };
      if (!(await this.#more())) await this.#moreComes();
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T>> {
    this.#ended = true;
    this.#release();
    this.context.watches.leave(this.tenantId, this.watched, this);
    this.#wake();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #told({ row, shown }: SharedRow<R, T>): T {
    this.#lastTold.note(this.watched.placeOf(row));
    return shown;
  }

  /** Moves on where it was passed; false when there is nothing to read. */
  async #more(): Promise<boolean> {
    if (!this.#isPassed || !this.#isGood) return false;
    try {
      return await this.#readMissed();
    } catch (error) {
      this.context.container.logger.warn({ err: error }, 'an event could not be read');
      this.#isPassed = true;
      return false;
    }
  }

  // What comes while a page is read may be in it or behind it: it reads on until nothing came meanwhile.
  async #readMissed(): Promise<boolean> {
    if (!(await this.#mayRead())) {
      this.forbid();
      return false;
    }
    this.#behind ??= this.#lastTold.from;
    this.#isPassed = false;
    const { container } = this.context;
    const tenant = { ...this.context.renew().act, tenantId: this.tenantId };
    const page = await this.watched.missed(container, tenant, this.#behind);
    const { placeOf, show } = this.watched;
    const missed = page.filter((row) => this.wants(row) && !this.#lastTold.knows(placeOf(row)));
    this.#waiting.push(...missed.map((row) => ({ row, shown: show(row, tenant) })));
    const last = page.at(-1);
    if (last) this.#behind = placeOf(last);
    if (page.length === MISSED_PAGE) this.#isPassed = true;
    if (!this.#isPassed) this.#behind = null;
    return true;
  }

  async #mayRead(): Promise<boolean> {
    const { guard, renew } = this.context;
    if (!this.#isGood || !(await guard.mayStillCall())) return false;
    return (await renew().desks.structures.allowed(this.tenantId, this.watched.view)).ok;
  }

  #moreComes(): Promise<void> {
    if (this.#isTold) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    return promise;
  }
}
