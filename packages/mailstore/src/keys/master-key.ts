/** A tenant's key as it lies in the database: only the master key opens it. */
export interface WrappedKey {
  /** Which version of the master key wrapped it, in the words of whoever holds that key. */
  readonly master: string;
  readonly wrapped: Uint8Array;
}

/**
 * The master key, wherever it is held: it wraps the keys of tenants and never anything else. `owner` says whose key it is; moved to
 * another owner, it opens no more.
 */
export interface MasterKey {
  /** Under the newest version. @throws StoreUnavailable */
  wrap(key: Uint8Array, owner: string): Promise<WrappedKey>;
  /** @throws StoreUnavailable when the holder cannot be asked, or when this is not the key that wrapped it. */
  unwrap(key: WrappedKey, owner: string): Promise<Uint8Array>;
}

export const KEY_BYTES = 32;
