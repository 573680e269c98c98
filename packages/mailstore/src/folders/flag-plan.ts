import {
  done,
  type Flag,
  type FlagChange,
  type Folder,
  type FolderItem,
  MAX_FLAGS,
  type Outcome,
  refused,
  SEEN,
  type TraceEvent,
  uidSetOf,
  uidSetText,
} from '@cachet/mss-core';

export interface Reflagged {
  readonly item: FolderItem;
  readonly flags: readonly Flag[];
}

/** What a STORE does to items as they are. */
export interface FlagPlan {
  /** Those the command may change, as they are now. */
  readonly asked: readonly FolderItem[];
  /** RFC 7162 UNCHANGEDSINCE: those left alone. */
  readonly modified: readonly number[];
  /** Only items whose flags really change take the new modseq. */
  readonly changes: readonly Reflagged[];
  /** By how much the number of items without \Seen grows. */
  readonly unseen: number;
}

/** Refuses limitReached for an item that would bear too many flags. */
export function flagPlan(found: readonly FolderItem[], change: FlagChange): Outcome<FlagPlan> {
  const limit = change.unchangedSince ?? Infinity;
  const asked = found.filter(({ modseq }) => modseq <= limit);
  const modified = found.filter(({ modseq }) => modseq > limit).map(({ uid }) => uid);
  const changes = asked
    .map((item) => ({ item, flags: changed(item.flags, change) }))
    .filter(({ item, flags }) => !sameFlags(item.flags, flags));
  if (changes.some(({ flags }) => flags.length > MAX_FLAGS)) return refused('limitReached');
  return done({ asked, modified, changes, unseen: unseenStep(changes) });
}

/** The items asked for as they are once changed under that modseq. */
export function itemsAfter({ asked, changes }: FlagPlan, modseq: number): readonly FolderItem[] {
  const after = new Map(
    changes.map(({ item: { uid, messageId, internalDate, savedAt, size }, flags }) => [
      uid,
      { uid, messageId, internalDate, savedAt, size, flags, modseq },
    ]),
  );
  return asked.map((item) => after.get(item.uid) ?? item);
}

export function flagTrace(
  { id: folderId, balId }: Pick<Folder, 'id' | 'balId'>,
  { changes }: FlagPlan,
  { mode, flags }: FlagChange,
): TraceEvent {
  return {
    kind: 'message.flagged',
    outcome: 'ok',
    balId,
    messageId: changes.length === 1 ? (changes[0]?.item.messageId ?? null) : null,
    facts: {
      folderId,
      uids: uidSetText(uidSetOf(changes.map(({ item }) => item.uid))),
      mode,
      flags: flags.join(' '),
    },
  };
}

function changed(flags: readonly Flag[], { mode, flags: given }: FlagChange): readonly Flag[] {
  if (mode === 'set') return [...new Set(given)];
  if (mode === 'add') return [...new Set([...flags, ...given])];
  return flags.filter((flag) => !given.includes(flag));
}

function sameFlags(a: readonly Flag[], b: readonly Flag[]): boolean {
  return a.length === b.length && a.every((flag) => b.includes(flag));
}

function unseenStep(changes: readonly Reflagged[]): number {
  return changes.reduce(
    (sum, { item, flags }) => sum + Number(item.flags.includes(SEEN)) - Number(flags.includes(SEEN)),
    0,
  );
}
