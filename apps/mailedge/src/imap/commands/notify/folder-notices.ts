import type { OpenedBal } from '@cachet/mss-core';
import type { Folder } from '@cachet/mss-core/messaging';
import type { Notices } from '../../session/notices.js';
import type { Session } from '../../session/session.js';
import { showAll } from '../fetch/fetch.js';
import { plan } from '../fetch/plan.js';
import { type StatusItem, statusLine } from '../status-items.js';
import { type EventGroup, groupOf, isOfSelected } from './event-groups.js';
import { tellList } from './tell-list.js';

/** More new messages than this at once are not shown item by item: the client is told to look for itself. */
const MOST_NEW = 1_000;

/**
 * What a client that sent NOTIFY is told (RFC 5465): the folders of its BAL as it last heard of them, and which changed since. It
 * exists only for such clients; it learns ids from the change feed and reads the rest again through the wall.
 */
export class FolderNotices implements Notices {
  readonly selected: Notices['selected'];
  readonly tellsFlags: boolean;
  #known: ReadonlyMap<string, Folder>;
  readonly #watched = new Map<string, () => void>();
  readonly #changed = new Set<string>();
  #treeChanged = false;
  readonly #stopTree: () => void;

  private constructor(
    private readonly session: Session,
    private readonly opened: OpenedBal,
    private readonly groups: readonly EventGroup[],
    folders: readonly Folder[],
  ) {
    const ofSelected = groups.find(({ scope }) => isOfSelected(scope));
    this.selected = !ofSelected?.messages
      ? 'no'
      : ofSelected.scope.kind === 'selected'
        ? 'atOnce'
        : 'delayed';
    this.tellsFlags = ofSelected?.flags ?? false;
    this.#known = byId(folders);
    this.#stopTree = session.deps.watch('folders', opened.bal.id, () => {
      this.#treeChanged = true;
      session.stir();
    });
    this.#watch();
  }

  static async open(
    session: Session,
    opened: OpenedBal,
    groups: readonly EventGroup[],
  ): Promise<FolderNotices> {
    const folders = await session.inBal(opened, (stores) => stores.folders.list());
    const notices = new FolderNotices(session, opened, groups, folders);
    // What was committed between the reading and the watching is found by looking once more.
    notices.#treeChanged = true;
    return notices;
  }

  get hasNews(): boolean {
    return this.#treeChanged || this.#changed.size > 0;
  }

  /** RFC 5465 §3.1 STATUS: where every folder stands from which changes will be told. */
  tellStatus(): void {
    for (const folder of this.#known.values()) {
      const group = this.#groupOf(folder);
      if (group?.messages) this.#tellCounts(folder);
    }
  }

  async tell(): Promise<void> {
    if (!this.hasNews) return;
    const [changed, treeChanged] = [[...this.#changed], this.#treeChanged];
    this.#changed.clear();
    this.#treeChanged = false;
    try {
      const now = await this.session.inBal(this.opened, ({ folders }) =>
        treeChanged ? folders.list() : folders.these(changed),
      );
      this.#compare(now, treeChanged);
    } catch (fault) {
      for (const id of changed) this.#changed.add(id);
      this.#treeChanged ||= treeChanged;
      throw fault;
    }
  }

  /** Shows what was asked of messages new in the selected folder, those above that uid. */
  async showNew(after: number): Promise<void> {
    const { state } = this.session;
    const items = this.groups.find(({ scope }) => isOfSelected(scope))?.fetch ?? [];
    if (state.kind !== 'selected' || items.length === 0) return;
    const uids = state.folder.sequence.among([{ first: after + 1, last: Number.POSITIVE_INFINITY }]);
    if (uids.length === 0) return;
    if (uids.length > MOST_NEW) return this.#overflow();
    const wanted = plan(items, { byUid: true, changedSince: null, qresync: this.session.qresync });
    await showAll(this.session, state, { ...wanted, marksSeen: false }, uids, 'NOTIFY');
  }

  stop(): void {
    this.#stopTree();
    for (const stop of this.#watched.values()) stop();
    this.#watched.clear();
  }

  /** RFC 5465 §5.8: from here on the client is told nothing more than others. */
  #overflow(): void {
    this.session.out.line('* OK [NOTIFICATIONOVERFLOW] Too much happened at once');
    this.session.notice(null);
  }

  #compare(now: readonly Folder[], treeChanged: boolean): void {
    const before = this.#known;
    this.#known = treeChanged ? byId(now) : new Map([...before, ...byId(now)]);
    if (treeChanged) {
      tellList(this.session, this.groups, [...before.values()], now);
      this.#watch();
    }
    for (const folder of now) {
      const known = before.get(folder.id);
      if (known && this.#concerns(known, folder)) this.#tellCounts(folder);
    }
  }

  #concerns(known: Folder, now: Folder): boolean {
    const group = this.#groupOf(now);
    if (!group) return false;
    const messagesChanged = known.uidNext !== now.uidNext || known.messages !== now.messages;
    return messagesChanged ? group.messages : group.flags && known.highestModseq !== now.highestModseq;
  }

  /** None for the folder that is selected: only SELECTED speaks of it. */
  #groupOf(folder: Folder): EventGroup | null {
    const { state } = this.session;
    return state.kind === 'selected' && state.folder.id === folder.id ? null : groupOf(this.groups, folder);
  }

  #tellCounts(folder: Folder): void {
    const items: StatusItem[] = ['MESSAGES', 'UIDNEXT', 'UIDVALIDITY', 'UNSEEN'];
    // RFC 5465 §3.1: who asked for flags is told how far they have changed.
    if (this.session.condstore || this.#groupOf(folder)?.flags) items.push('HIGHESTMODSEQ');
    this.session.out.line(statusLine(this.session, { folder, deleted: [], recent: 0 }, items));
  }

  #watch(): void {
    for (const [id, stop] of this.#watched) {
      if (this.#known.has(id)) continue;
      stop();
      this.#watched.delete(id);
    }
    for (const folder of this.#known.values()) {
      if (this.#watched.has(folder.id) || !groupOf(this.groups, folder)?.messages) continue;
      const stop = this.session.deps.watch('folder', folder.id, (modseq) => {
        const known = this.#known.get(folder.id);
        if (known && modseq !== undefined && modseq <= known.highestModseq) return;
        this.#changed.add(folder.id);
        this.session.stir();
      });
      this.#watched.set(folder.id, stop);
    }
  }
}

function byId(folders: readonly Folder[]): ReadonlyMap<string, Folder> {
  return new Map(folders.map((folder) => [folder.id, folder]));
}
