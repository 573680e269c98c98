import type { Clock } from '@cachet/runtime';
import type { Caller } from '../context/caller.js';

/** How many points a caller may spend at once, and how many come back each second. */
export interface PointsPolicy {
  readonly most: number;
  readonly perSecond: number;
}

/** What a caller has left, as `extensions.cost.throttleStatus` shows it. */
export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
}

interface Bucket {
  spent: number;
  at: number;
}

const MOST_BUCKETS = 10_000;

/**
 * A leaky bucket of points for each application in each tenant, and for each person on the portal. It is of one process: what it
 * protects are this process and its connections, one more write for each request would cost more than most requests, and whoever
 * runs n processes gives n times as much (docs/operations/api.md).
 */
export class Points {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly policy: PointsPolicy,
    private readonly clock: Clock,
  ) {}

  /** Spends them; answers 0, or in how many seconds they would be there, and then nothing is spent. */
  spend(caller: Caller, points: number): number {
    const bucket = this.#bucketOf(caller);
    const lacking = bucket.spent + points - this.policy.most;
    if (lacking > 0) return Math.max(1, Math.ceil(lacking / this.policy.perSecond));
    bucket.spent += points;
    return 0;
  }

  /** Gives back what an operation did not need in the end. */
  giveBack(caller: Caller, points: number): void {
    const bucket = this.#bucketOf(caller);
    bucket.spent = Math.max(0, bucket.spent - points);
  }

  status(caller: Caller): ThrottleStatus {
    const { most, perSecond } = this.policy;
    const left = Math.floor(most - this.#bucketOf(caller).spent);
    return { maximumAvailable: most, currentlyAvailable: Math.max(0, left), restoreRate: perSecond };
  }

  #bucketOf(caller: Caller): Bucket {
    const now = this.clock().getTime();
    const name = nameOf(caller);
    const bucket = this.#buckets.get(name) ?? { spent: 0, at: now };
    // A clock set back gives nothing back, and takes nothing.
    const passed = Math.max(0, now - bucket.at) / 1000;
    bucket.spent = Math.max(0, bucket.spent - passed * this.policy.perSecond);
    bucket.at = now;
    if (!this.#buckets.has(name) && this.#buckets.size >= MOST_BUCKETS) this.#forgetOldest();
    // Last used, last forgotten.
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

function nameOf(caller: Caller): string {
  return caller.kind === 'partner' ? `${caller.tenantId} ${caller.apiKeyId}` : caller.idNat;
}
