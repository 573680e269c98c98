import { StoreUnavailable } from '../store-faults.js';
import type { BlobStore } from './blob-store.js';

/** Where the blob store is `off`: long letters stay in the database, and a blob written elsewhere is out of reach. */
export const NO_BLOBS: BlobStore = {
  write: unreachable,
  read: unreachable,
  sizeOf: unreachable,
  remove: unreachable,
  async *list() {},
};

function unreachable(): Promise<never> {
  return Promise.reject(new StoreUnavailable('no blob store is configured'));
}
