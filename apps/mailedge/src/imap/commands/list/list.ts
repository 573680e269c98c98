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
    const kept = request.tellsSubscribed ? await folders.keptSubscriptions() : [];
    for (const listed of listedNames(await folders.list(), kept))
      if (isAsked(listed, request)) await show(session, folders, listed, request);
  });
  return ok('LIST completed');
});

/** RFC 3501 §6.3.9: the subscribed names, be they folders or not; with `%`, a level above one of them, which cannot be selected. */
export const lsub = onReadableBal('LSUB', async (session, opened, { arguments: args }) => {
  args.space();
  const reference = unicodePattern(session, args.astring());
  args.space();
  const text = reference + patternText(session, args);
  args.end();
  const pattern = listPattern(text);
  const names = await session.inBal(opened, async ({ folders }) =>
    listedNames(await folders.list(), await folders.keptSubscriptions()),
  );
  for (const { name, subscribed, subscribedBelow } of names) {
    if (!matchesPattern(name, pattern)) continue;
    const onlyLevel = text.includes('%') && subscribedBelow.length > 0;
    if (subscribed) session.out.line(`* LSUB () ${QUOTED_SEPARATOR} ${wireName(session, name)}`);
    else if (onlyLevel)
      session.out.line(`* LSUB (\\Noselect) ${QUOTED_SEPARATOR} ${wireName(session, name)}`);
  }
  return ok('LSUB completed');
});

function isAsked(listed: ListedName, request: ListRequest): boolean {
  const { folder } = listed;
  // RFC 5258 §3.1: names that are subscribed and do not exist are for those who ask for the subscribed ones.
  if (!folder && !listed.hasChildren && !request.onlySubscribed) return false;
  if (request.onlySpecialUse && (!folder?.specialUse || folder.specialUse === 'inbox')) return false;
  if (request.onlySubscribed && !listed.subscribed && !isAskedForItsBelow(listed, request)) return false;
  return matchesOne(listed.name, request);
}

/** RFC 5258 §3.5: for the sake of subscribed names below it that are not shown themselves. */
function isAskedForItsBelow({ subscribedBelow }: ListedName, request: ListRequest): boolean {
  return request.recursive && subscribedBelow.some((name) => !matchesOne(name, request));
}

function matchesOne(name: string, { patterns }: ListRequest): boolean {
  return patterns.some((pattern) => matchesPattern(name, pattern));
}

async function show(
  session: Session,
  folders: FolderStore,
  listed: ListedName,
  request: ListRequest,
): Promise<void> {
  const { out } = session;
  const attributes = attributesOf(listed, {
    subscribed: request.tellsSubscribed,
    nonExistent: request.extended || session.rev2 ? '\\NonExistent' : '\\NonExistent \\Noselect',
  });
  const below = request.recursive && listed.subscribedBelow.length > 0 ? ' ("CHILDINFO" ("SUBSCRIBED"))' : '';
  out.line(`* LIST (${attributes}) ${QUOTED_SEPARATOR} ${wireName(session, listed.name)}${below}`);
  const { folder } = listed;
  if (request.status && folder)
    out.line(statusLine(session, await counted(folders, folder, request.status), request.status));
}
