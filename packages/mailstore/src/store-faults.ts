/** Keys or blobs cannot be had for the moment: nothing is lost, mail waits. Never holds a key, nor what a message says. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** What is kept is not what was written: cut, altered, or moved from elsewhere. It is reported, and never served. */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged';
}
