import type { StructureViewer, TenantId } from '@cachet/mss-core';
import type { Container } from '../container.js';
import type { Caller } from '../context/caller.js';
import { stillHearing } from './still-hearing.js';

/** One of those who follow something of a structure. */
export interface Follower {
  readonly caller: Caller;
  /** Whether a caller of those scopes or roles may hear of it. */
  mayHear(viewer: StructureViewer): boolean;
  /** The right to hear of it is gone. */
  forbid(): void;
}

/** Those who follow one thing of one structure in this process. Whether they still may is asked for all of them at once. */
export class Audience<F extends Follower> implements Iterable<F> {
  readonly #all = new Set<F>();

  constructor(
    private readonly container: Container,
    private readonly tenantId: TenantId,
  ) {}

  get size(): number {
    return this.#all.size;
  }

  join(follower: F): void {
    this.#all.add(follower);
  }

  leave(follower: F): void {
    this.#all.delete(follower);
  }

  [Symbol.iterator](): Iterator<F> {
    return this.#all.values();
  }

  /** Sends away those who may not stay. */
  async dismiss(): Promise<void> {
    const asked = [...this.#all];
    const good = await stillHearing(this.container, this.tenantId, asked);
    for (const follower of asked) {
      if (good.has(follower)) continue;
      this.#all.delete(follower);
      follower.forbid();
    }
  }
}
