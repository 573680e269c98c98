import { createSecretKey, type KeyObject } from 'node:crypto';
import { StoreUnavailable } from '../store-faults.js';
import { KEY_BYTES, type MasterKey, type WrappedKey } from './master-key.js';
import { openRecord, sealRecord } from './sealed-record.js';

/** The master key from the configuration: the version of the highest number wraps, every version given opens. */
export class ConfiguredMasterKey implements MasterKey {
  readonly #versions: ReadonlyMap<string, KeyObject>;
  readonly #newest: string;

  /** @throws RangeError unless there is a version, and each has 32 bytes. */
  constructor(versions: ReadonlyMap<number, Uint8Array>) {
    if (versions.size === 0 || [...versions.values()].some(({ length }) => length !== KEY_BYTES))
      throw new RangeError(`the master key has a version at least, and ${KEY_BYTES} bytes`);
    this.#versions = new Map([...versions].map(([id, bytes]) => [String(id), createSecretKey(bytes)]));
    this.#newest = String(Math.max(...versions.keys()));
  }

  async wrap(key: Uint8Array, owner: string): Promise<WrappedKey> {
    return { master: this.#newest, wrapped: sealRecord(this.#version(this.#newest), owner, key) };
  }

  async unwrap({ master, wrapped }: WrappedKey, owner: string): Promise<Uint8Array> {
    try {
      return openRecord(this.#version(master), owner, wrapped);
    } catch (cause) {
      throw new StoreUnavailable(`the master key, version ${master}, does not open the key of ${owner}`, {
        cause,
      });
    }
  }

  #version(id: string): KeyObject {
    const key = this.#versions.get(id);
    if (!key) throw new StoreUnavailable(`version ${id} of the master key was not given`);
    return key;
  }
}
