import type { Folder } from '@cachet/mss-core/messaging';
import type { Session } from '../../session/session.js';
import { wireName } from '../mailbox-name.js';
import { QUOTED_SEPARATOR, useOf } from './folder-tree.js';

/** RFC 9051 §6.3.2: the folder just selected, with the name it was asked by when that is not its own. */
export function tellSelected(session: Session, folder: Folder, asked: string): void {
  if (!session.rev2) return;
  const old = asked === folder.name ? '' : ` ("OLDNAME" (${wireName(session, asked)}))`;
  session.out.line(
    `* LIST (${useOf(folder) ?? ''}) ${QUOTED_SEPARATOR} ${wireName(session, folder.name)}${old}`,
  );
}

/** RFC 9051 §6.3.4: a name that was not kept as it was written. */
export function tellNormalized(session: Session, folder: Folder, asked: string): void {
  if (asked !== folder.name) tellSelected(session, folder, asked);
}
