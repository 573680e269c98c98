import type { Session } from '../../session/session.js';
import { ok } from '../completion.js';
import { onReadableBal } from '../handler.js';
import { unicodeName, wireName } from '../mailbox-name.js';
import { statusLine } from '../status-items.js';
import { attributesOf, type ListedName, listedNames, QUOTED_SEPARATOR } from './folder-tree.js';
import { type ListRequest, listPattern, listRequest, patternText } from './options.js';
import { matchesPattern } from './pattern.js';

export const list = onReadableBal('LIST', async (session, opened, { arguments: args }) => {
  const request = listRequest(args);
  if (request.asksSeparator) {
    session.out.line(`* LIST (\\Noselect) ${QUOTED_SEPARATOR} ""`);
    return ok('LIST completed');
  }
  const folders = await session.inBal(opened, (stores) => stores.folders.list());
  for (const listed of listedNames(folders)) if (isAsked(listed, request)) show(session, listed, request);
  return ok('LIST completed');
});

/** RFC 3501 §6.3.9: the subscribed names; with `%`, a level above one of them, which cannot be selected. */
export const lsub = onReadableBal('LSUB', async (session, opened, { arguments: args }) => {
  args.space();
  const reference = unicodeName(args.astring());
  args.space();
  const text = reference + patternText(args);
  args.end();
  const pattern = listPattern(text);
  const folders = await session.inBal(opened, (stores) => stores.folders.list());
  for (const { name, folder, subscribedBelow } of listedNames(folders)) {
    if (!matchesPattern(name, pattern)) continue;
    const onlyLevel = text.includes('%') && subscribedBelow;
    if (folder?.subscribed) session.out.line(`* LSUB () ${QUOTED_SEPARATOR} ${wireName(name)}`);
    else if (onlyLevel) session.out.line(`* LSUB (\\Noselect) ${QUOTED_SEPARATOR} ${wireName(name)}`);
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

function show({ out }: Session, listed: ListedName, request: ListRequest): void {
  const attributes = attributesOf(listed, request.showsSubscribed || request.onlySubscribed);
  // RFC 5258 §3.5: shown for the sake of what is subscribed below it.
  const below = request.recursive && listed.subscribedBelow ? ' ("CHILDINFO" ("SUBSCRIBED"))' : '';
  out.line(`* LIST (${attributes}) ${QUOTED_SEPARATOR} ${wireName(listed.name)}${below}`);
  if (request.status && listed.folder) out.line(statusLine(listed.folder, request.status));
}
