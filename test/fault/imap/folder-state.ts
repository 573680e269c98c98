/** A message as it lies in a folder. */
export interface Item {
  /** Left side of its Message-ID. */
  readonly mark: string;
  /** In order, without \Recent. */
  readonly flags: readonly string[];
}

/** What a client knows of a folder, or what it sees of it. */
export interface FolderState {
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly highestModseq: number;
  readonly items: ReadonlyMap<number, Item>;
}

/** What a folder becomes: items that stay under their uids, and new ones that get uids never given before, in this order. */
export interface Expected {
  readonly kept: ReadonlyMap<number, Item>;
  readonly added: readonly Item[];
}

export function unchanged({ items }: FolderState): Expected {
  return { kept: items, added: [] };
}

/** Whether a folder that was so before is now as expected. */
export function isAs(before: FolderState, expected: Expected, seen: FolderState): boolean {
  const stayed = [...expected.kept].every(([uid, item]) => isSame(seen.items.get(uid), item));
  const others = [...seen.items].filter(([uid]) => !expected.kept.has(uid)).sort(([a], [b]) => a - b);
  return (
    stayed &&
    others.length === expected.added.length &&
    others.every(([uid, item], index) => uid >= before.uidNext && isSame(expected.added[index], item))
  );
}

function isSame(a: Item | undefined, b: Item): boolean {
  return a?.mark === b.mark && a.flags.join(' ') === b.flags.join(' ');
}

/** What may never be, whatever happened between the two looks: one sentence for each. */
export function* impossible(name: string, before: FolderState, seen: FolderState): Generator<string> {
  if (seen.uidValidity !== before.uidValidity)
    yield `${name}: UIDVALIDITY was ${before.uidValidity} and is ${seen.uidValidity}`;
  if (seen.uidNext < before.uidNext) yield `${name}: UIDNEXT went from ${before.uidNext} to ${seen.uidNext}`;
  if (seen.highestModseq < before.highestModseq)
    yield `${name}: HIGHESTMODSEQ went from ${before.highestModseq} to ${seen.highestModseq}`;
  for (const uid of seen.items.keys())
    if (uid >= seen.uidNext) yield `${name}: uid ${uid} is not below UIDNEXT ${seen.uidNext}`;
}

/** Every uid that was ever seen in a folder, and what lay under it: none is given twice. */
export class UidMemory {
  readonly #marks = new Map<number, string>();

  *note(name: string, { items }: FolderState): Generator<string> {
    for (const [uid, { mark }] of items) {
      const known = this.#marks.get(uid);
      if (known !== undefined && known !== mark) yield `${name}: uid ${uid} was ${known} and is ${mark}`;
      this.#marks.set(uid, mark);
    }
  }
}
