import type { PgFolders } from '@cachet/mailstore';
import {
  DELETED,
  done,
  type Flag,
  type FlagChange,
  type FolderStore,
  type Outcome,
  parseUuid,
  type Refusal,
  refused,
  SEEN,
  uidSetOf,
} from '@cachet/mss-core';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import { type InBal, messageIdOf, type Place, readPlace } from '../reads/located.js';
import type { MailReads } from '../reads/mail-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import { FolderUseName } from '../types/enums.js';
import type { MessagesChangeType } from '../types/messages-change.js';
import { Refus } from '../types/refus.js';
import { inFoldersOrUndone } from './undone.js';

/** Messages in one request. */
const MOST = 500;

/** What became of a message: where it now lies, null when it is nowhere. */
type Fate = ReadonlyMap<number, Place | null>;

/** One act on messages of one folder. Those that are not there have no fate. */
type Act = (folders: PgFolders, folderId: string, uids: readonly number[]) => Promise<Outcome<Fate>>;

/** Marks, moves, copies and removals of many messages at once: one transaction, through the stores of STORE, MOVE, COPY and EXPUNGE. */
export class MessageActs {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
    private readonly mail: MailReads,
  ) {}

  /** Refuses notFound, balSuspended, readRightMissing, inputInvalid. */
  mark(
    balId: string,
    ids: readonly string[],
    changes: readonly FlagChange[],
  ): Promise<Outcome<MessagesChangeType>> {
    return this.#each(balId, ids, null, async (folders, folderId, uids) => {
      let there: readonly number[] = uids;
      for (const change of changes) {
        const stored = await folders.storeFlags(folderId, uidSetOf(there), change);
        if (!stored.ok) return stored;
        there = stored.value.items.map(({ uid }) => uid);
      }
      return done(new Map(there.map((uid) => [uid, { folderId, uid }])));
    });
  }

  /** Refuses the same, and folderUnknown, quotaExceeded. */
  transfer(
    balId: string,
    ids: readonly string[],
    target: string,
    how: 'copy' | 'move',
  ): Promise<Outcome<MessagesChangeType>> {
    return this.#each(balId, ids, target, (folders, folderId, uids) =>
      transferred(folders, { from: folderId, uids, to: target, how }),
    );
  }

  /** To the trash. Refuses as `mark`. */
  async discard(balId: string, ids: readonly string[]): Promise<Outcome<MessagesChangeType>> {
    const readable = await this.bals.readable(balId);
    if (!readable.ok) return readable;
    const trash = (await this.mail.folders(balId)).find(
      ({ specialUse }) => specialUse === FolderUseName.TRASH,
    );
    return trash ? this.transfer(balId, ids, trash.id, 'move') : refused('folderUnknown');
  }

  /** For good: nothing brings them back. Refuses as `mark`. */
  destroy(balId: string, ids: readonly string[]): Promise<Outcome<MessagesChangeType>> {
    return this.#each(balId, ids, null, destroyed);
  }

  /** Every message of a folder. Refuses notFound, balSuspended, readRightMissing, folderUnknown. */
  async markFolderSeen(balId: string, folderId: string): Promise<Outcome<void>> {
    const readable = await this.bals.readable(balId);
    if (!readable.ok) return readable;
    const id = parseUuid(folderId);
    if (!id) return refused('folderUnknown');
    return this.#in(readable.value, async (folders) => {
      const unseen = await folders.search(id, { kind: 'flag', flag: SEEN, present: false });
      if (!unseen.ok) return unseen;
      const marked = await folders.storeFlags(id, uidSetOf(unseen.value), ADD_SEEN);
      return marked.ok ? done(undefined) : marked;
    });
  }

  async #each(
    balId: string,
    ids: readonly string[],
    target: string | null,
    act: Act,
  ): Promise<Outcome<MessagesChangeType>> {
    const readable = await this.bals.readable(balId);
    if (!readable.ok) return readable;
    const distinct = [...new Set(ids)];
    if (distinct.length === 0 || distinct.length > MOST) return refused('inputInvalid', { field: 'ids' });
    const places = new Map(distinct.map((id) => [id, readPlace(id)]));
    const byFolder = Map.groupBy(
      [...places.values()].filter((place) => place !== null),
      ({ folderId }) => folderId,
    );
    const to = target === null ? [] : [parseUuid(target)];
    if (to.includes(null)) return refused('folderUnknown');
    const at = readable.value;
    const fates = await this.#in(at, async (folders) => {
      await folders.hold([...byFolder.keys(), ...to.filter((id) => id !== null)]);
      const found = new Map<string, Place | null>();
      for (const [folderId, there] of byFolder) {
        const fate = await act(
          folders,
          folderId,
          there.map(({ uid }) => uid),
        );
        if (!fate.ok && fate.refusal.code !== 'folderUnknown') return fate;
        if (!fate.ok && target !== null && !(await folders.byId(target))) return fate;
        for (const [uid, place] of fate.ok ? fate.value : [])
          found.set(messageIdOf({ folderId, uid }), place);
      }
      return done(found);
    });
    return fates.ok ? done(await this.#shown(at, distinct, places, fates.value)) : fates;
  }

  async #shown(
    at: InBal,
    ids: readonly string[],
    places: ReadonlyMap<string, Place | null>,
    fates: ReadonlyMap<string, Place | null>,
  ): Promise<MessagesChangeType> {
    const fateOf = (id: string) => {
      const place = places.get(id);
      return place ? fates.get(messageIdOf(place)) : undefined;
    };
    const now = ids.map(fateOf).filter((place) => place !== undefined && place !== null);
    return {
      messages: await this.mail.located(at, now),
      removed: ids.filter((id) => fateOf(id) === null),
      refused: ids.filter((id) => fateOf(id) === undefined).map((id) => ({ id, refus: Refus.of(NOT_THERE) })),
    };
  }

  #in<T>({ tenantId, balId }: InBal, work: (folders: PgFolders) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const { database, safe } = this.container;
    const context = this.tenants.contextOf(tenantId);
    return inFoldersOrUndone(database, safe, context, balId, ({ folders }) => work(folders));
  }
}

const NOT_THERE: Refusal = refused('notFound').refusal;
const ADD_SEEN: FlagChange = { mode: 'add', flags: [SEEN] };
const ADD_DELETED: FlagChange = { mode: 'add', flags: [DELETED as Flag] };

interface Transfer {
  readonly from: string;
  readonly uids: readonly number[];
  readonly to: string;
  readonly how: 'copy' | 'move';
}

async function transferred(folders: FolderStore, { from, uids, to, how }: Transfer): Promise<Outcome<Fate>> {
  const moved = await folders[how](from, uidSetOf(uids), to);
  if (!moved.ok) return moved;
  return done(new Map(moved.value.pairs.map((pair) => [pair.from, { folderId: to, uid: pair.to }])));
}

async function destroyed(
  folders: FolderStore,
  folderId: string,
  uids: readonly number[],
): Promise<Outcome<Fate>> {
  const marked = await folders.storeFlags(folderId, uidSetOf(uids), ADD_DELETED);
  if (!marked.ok) return marked;
  const gone = await folders.expunge(folderId, uidSetOf(uids));
  return gone.ok ? done(new Map(gone.value.uids.map((uid) => [uid, null]))) : gone;
}
