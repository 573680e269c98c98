import type { Folder } from '@cachet/mss-core/messaging';
import type { Session } from '../../session/session.js';
import { QUOTED_SEPARATOR, useOf } from '../list/folder-tree.js';
import { wireName } from '../mailbox-name.js';
import { type EventGroup, groupOf } from './event-groups.js';

/** RFC 5465 §5.4, §5.5: folders made, renamed, deleted, subscribed or no longer, each as LIST shows it. */
export function tellList(
  session: Session,
  groups: readonly EventGroup[],
  before: readonly Folder[],
  now: readonly Folder[],
): void {
  const known = new Map(before.map((folder) => [folder.id, folder]));
  const left = new Map(known);
  for (const folder of now) {
    const old = known.get(folder.id) ?? null;
    left.delete(folder.id);
    if (isTold(groups, old, folder)) listLine(session, folder, old);
  }
  for (const folder of left.values()) {
    if (groupOf(groups, folder)?.names)
      session.out.line(`* LIST (\\NonExistent) ${QUOTED_SEPARATOR} ${wireName(session, folder.name)}`);
  }
}

function isTold(groups: readonly EventGroup[], old: Folder | null, now: Folder): boolean {
  const group = groupOf(groups, now);
  const former = old && groupOf(groups, old);
  if (old?.name !== now.name && (group?.names || former?.names)) return true;
  return (
    old !== null && old.subscribed !== now.subscribed && !!(group?.subscriptions || former?.subscriptions)
  );
}

function listLine(session: Session, folder: Folder, old: Folder | null): void {
  const attributes = [folder.subscribed ? '\\Subscribed' : null, useOf(folder)].filter(
    (word) => word !== null,
  );
  const name = wireName(session, folder.name);
  const formerly = old && old.name !== folder.name ? ` ("OLDNAME" (${wireName(session, old.name)}))` : '';
  session.out.line(`* LIST (${attributes.join(' ')}) ${QUOTED_SEPARATOR} ${name}${formerly}`);
}
