import type { FolderStore } from '@cachet/mss-core/messaging';
import type { Session } from '../../session/session.js';
import { ok } from '../completion.js';
import { onReadableBal } from '../handler.js';
import { unicodePattern, wireName } from '../mailbox-name.js';
import { counted, statusLine } from '../status-items.js';
import { attributesOf, type ListedName, listedNames, QUOTED_SEPARATOR } from './folder-tree.js';
import { type ListRequest, listPattern, listRequest, patternText } from './options.js';
import { matchesPattern } from './pattern.js';

export const list = onReadableBal('LIST', async (session, opened, { arguments: args }) => {
  const request = listRequest(session, args);
  if (request.asksSeparator) {
    session.out.line(`* LIST (\\Noselect) ${QUOTED_SEPARATOR} ""`);
    return ok('LIST completed');
  }
  await session.inBal(opened, async ({ folders }) => {
    for (const listed of listedNames(await folders.list()))
      if (isAsked(listed, request)) await show(session, folders, listed, request);
  });
  return ok('LIST completed');
});

/** RFC 3501 §6.3.9: the subscribed names; with `%`, a level above one of them, which cannot be selected. */
export const lsub = onReadableBal('LSUB', async (session, opened, { arguments: args }) => {
  args.space();
  const reference = unicodePattern(session, args.astring());
  args.space();
  const text = reference + patternText(session, args);
  args.end();
  const pattern = listPattern(text);
  const folders = await session.inBal(opened, (stores) => stores.folders.list());
  for (const { name, folder, subscribedBelow } of listedNames(folders)) {
    if (!matchesPattern(name, pattern)) continue;
    const onlyLevel = text.includes('%') && subscribedBelow;
    if (folder?.subscribed) session.out.line(`* LSUB () ${QUOTED_SEPARATOR} ${wireName(session, name)}`);
    else if (onlyLevel)
      session.out.line(`* LSUB (\\Noselect) ${QUOTED_SEPARATOR} ${wireName(session, name)}`);
  }
  return ok('LSUB completed');
});

function isAsked(listed: ListedName, request: ListRequest): boolean {
  const { folder } = listed;
  if (request.onlySpecialUse && (!folder?.specialUse || folder.specialUse === 'inbox')) return false;
  if (request.onlySubscribed && !folder?.subscribed && !(request.recursive && listed.subscribedBelow))
    return false;
  return request.patterns.some((pattern) => matchesPattern(listed.name, pattern));
}

async function show(
  session: Session,
  folders: FolderStore,
  listed: ListedName,
  request: ListRequest,
): Promise<void> {
  const { out } = session;
  const attributes = attributesOf(listed, request.showsSubscribed || request.onlySubscribed);
  // RFC 5258 §3.5: shown for the sake of what is subscribed below it.
  const below = request.recursive && listed.subscribedBelow ? ' ("CHILDINFO" ("SUBSCRIBED"))' : '';
  out.line(`* LIST (${attributes}) ${QUOTED_SEPARATOR} ${wireName(session, listed.name)}${below}`);
  const { folder } = listed;
  if (request.status && folder)
    out.line(statusLine(session, await counted(folders, folder, request.status), request.status));
}
