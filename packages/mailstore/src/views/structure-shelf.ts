import type { MessageStructure, TenantContext } from '@cachet/mss-core';
import type { OpenedStructure } from '../bytes/message-key.js';

interface ShelfLimits {
  /** Octets held together, roughly. */
  readonly octets: number;
  /** Beyond this a structure is not kept: the whole shelf would go for a few letters. */
  readonly each: number;
  /** One that nobody asked for in that time is given up, milliseconds. */
  readonly idleMs: number;
}

const LIMITS: ShelfLimits = { octets: 32 * 1024 * 1024, each: 512 * 1024, idleMs: 10 * 60_000 };
/** What an octet of its text weighs once it is objects: 1.7 measured for addresses, 2.7 for parts; some short texts may weigh more. */
const IN_MEMORY = 6;
const STRUCTURE = 500;

interface Kept {
  readonly structure: MessageStructure;
  readonly octets: number;
  readonly askedAt: number;
}

/**
 * Structures looked at lately, each for one BAL of one tenant whose wall it came through. Who asks names messages that its folder's items
 * show; beyond the bound, what was asked for longest ago goes first. They are content in the clear: none outlives its use by long, in a process
 * that nobody asks anything of neither.
 */
export class StructureShelf {
  readonly #kept = new Map<string, Kept>();
  readonly #limits: ShelfLimits;
  #octets = 0;
  #sweeps = false;

  constructor(
    private readonly now: () => number,
    limits: Partial<ShelfLimits> = {},
  ) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Octets held, roughly. */
  get octets(): number {
    return this.#octets;
  }

  /** Those on the shelf; the others are asked of `read`, and put there, but for the damaged. */
  async get(
    { tenantId }: TenantContext,
    balId: string,
    messageIds: readonly string[],
    read: (missing: readonly string[]) => Promise<ReadonlyMap<string, OpenedStructure | null>>,
  ): Promise<ReadonlyMap<string, MessageStructure | null>> {
    const found = new Map<string, MessageStructure | null>();
    const missing: string[] = [];
    for (const id of messageIds) {
      const key = `${tenantId}/${balId}/${id}`;
      const kept = this.#kept.get(key);
      if (!kept) {
        missing.push(id);
        continue;
      }
      // The last asked for is the last to go.
      this.#kept.delete(key);
      this.#kept.set(key, { ...kept, askedAt: this.now() });
      found.set(id, kept.structure);
    }
    if (missing.length === 0) return found;
    for (const [id, opened] of await read(missing)) {
      found.set(id, opened?.structure ?? null);
      if (opened) this.#put(`${tenantId}/${balId}/${id}`, opened);
    }
    return found;
  }

  /** Gives up what nobody asked for in a while, again and again as long as anything is kept. */
  #sweepLater(): void {
    if (this.#sweeps) return;
    this.#sweeps = true;
    setTimeout(() => {
      this.#sweeps = false;
      const since = this.now() - this.#limits.idleMs;
      for (const [key, { askedAt }] of this.#kept) if (askedAt <= since) this.#drop(key);
      if (this.#kept.size > 0) this.#sweepLater();
    }, this.#limits.idleMs / 4).unref();
  }

  #put(key: string, { structure, octets: text }: OpenedStructure): void {
    this.#drop(key);
    const octets = STRUCTURE + text * IN_MEMORY;
    if (octets > this.#limits.each) return;
    this.#sweepLater();
    this.#kept.set(key, { structure, octets, askedAt: this.now() });
    this.#octets += octets;
    for (const oldest of this.#kept.keys()) {
      if (this.#octets <= this.#limits.octets) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#octets -= this.#kept.get(key)?.octets ?? 0;
    this.#kept.delete(key);
  }
}
