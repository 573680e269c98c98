import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { TenantId } from '@cachet/mss-core';
import { StoreDamaged } from '../store-faults.js';
import { KEY_BYTES } from './master-key.js';

/** The version of a tenant's key that is never replaced: purpose keys are derived from it, and it wraps nothing itself. */
export const STABLE = 0;

/** The keys of one tenant, open in the memory of this process. They show nothing when logged. */
export class TenantKeys {
  readonly #purposes = new Map<string, KeyObject>();

  constructor(
    readonly tenantId: TenantId,
    /** Version of the data key that wraps now. */
    readonly version: number,
    private readonly keys: ReadonlyMap<number, KeyObject>,
  ) {}

  /** The data key of that version. @throws StoreDamaged when the tenant has none. */
  dataKey(version: number): KeyObject {
    const key = this.keys.get(version);
    if (!key) throw new StoreDamaged(`tenant ${this.tenantId} has no key of version ${version}`);
    return key;
  }

  /** The same when this process has it open. */
  peek(version: number): KeyObject | null {
    return this.keys.get(version) ?? null;
  }

  /** A key for one purpose of this tenant (RFC 5869), always the same: it outlives the rotations of data keys. */
  purposeKey(purpose: string): KeyObject {
    const known = this.#purposes.get(purpose);
    if (known) return known;
    const derived = hkdfSync('sha256', this.dataKey(STABLE), this.tenantId, `cachet ${purpose}`, KEY_BYTES);
    const key = createSecretKey(new Uint8Array(derived));
    this.#purposes.set(purpose, key);
    return key;
  }
}
