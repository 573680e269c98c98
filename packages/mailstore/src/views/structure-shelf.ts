import type { MessageStructure, MimePart, TenantContext } from '@cachet/mss-core';

const SHELF_OCTETS = 32 * 1024 * 1024;
/** What a part weighs in memory, and a structure without its parts; roughly. */
const PART = 700;
const STRUCTURE = 2_000;

interface Kept {
  readonly structure: MessageStructure;
  readonly octets: number;
  readonly askedAt: number;
}

/**
 * Structures looked at lately, each for one BAL of one tenant whose wall it came through. Who asks names messages that its folder's items
 * show; beyond the bound, what was asked for longest ago goes first. They are content in the clear: none outlives its use by long.
 */
export class StructureShelf {
  readonly #kept = new Map<string, Kept>();
  #octets = 0;

  constructor(
    private readonly now: () => number,
    private readonly most = SHELF_OCTETS,
  ) {}

  /** Octets held, roughly. */
  get octets(): number {
    return this.#octets;
  }

  /** Those on the shelf; the others are asked of `read`, and put there. */
  async get(
    { tenantId }: TenantContext,
    balId: string,
    messageIds: readonly string[],
    read: (missing: readonly string[]) => Promise<ReadonlyMap<string, MessageStructure>>,
  ): Promise<ReadonlyMap<string, MessageStructure>> {
    const found = new Map<string, MessageStructure>();
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
    for (const [id, structure] of await read(missing)) {
      found.set(id, structure);
      this.#put(`${tenantId}/${balId}/${id}`, structure);
    }
    return found;
  }

  /** Gives up what nobody asked for since then. */
  sweep(since: number): void {
    for (const [key, { askedAt }] of this.#kept) if (askedAt < since) this.#drop(key);
  }

  #put(key: string, structure: MessageStructure): void {
    this.#drop(key);
    const octets = STRUCTURE + weightOf(structure.root);
    this.#kept.set(key, { structure, octets, askedAt: this.now() });
    this.#octets += octets;
    for (const oldest of this.#kept.keys()) {
      if (this.#octets <= this.most) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#octets -= this.#kept.get(key)?.octets ?? 0;
    this.#kept.delete(key);
  }
}

function weightOf({ parts, message }: MimePart): number {
  const inside = message ? STRUCTURE + weightOf(message.root) : 0;
  return parts.reduce((sum, part) => sum + weightOf(part), PART + inside);
}
