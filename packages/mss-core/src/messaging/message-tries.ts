import type { FailedMessageCode, FolderMarks } from './imports.js';

/** A message is tried so often, on as many connections: one that another server never gives would keep all those behind it away. */
const MOST_TRIES = 3;

/** Which messages failed, and how often in a row, over all the connections of one import. */
export class MessageTries {
  #failing: { readonly key: string; readonly times: number; readonly code: FailedMessageCode } | null = null;

  failed(marks: FolderMarks, uid: number, code: FailedMessageCode): void {
    const key = keyOf(marks, uid);
    const times = this.#failing?.key === key ? this.#failing.times + 1 : 1;
    this.#failing = { key, times, code };
  }

  /** Why it is tried no more; null while it may be. */
  givenUp(marks: FolderMarks, uid: number): FailedMessageCode | null {
    const failing = this.#failing;
    return failing && failing.key === keyOf(marks, uid) && failing.times >= MOST_TRIES ? failing.code : null;
  }
}

function keyOf({ name, uidValidity }: FolderMarks, uid: number): string {
  return `${uidValidity}/${uid}/${name}`;
}
