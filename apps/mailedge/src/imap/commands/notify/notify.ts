import { no, ok } from '../completion.js';
import { onReadableBal } from '../handler.js';
import { eventGroups, KNOWN_EVENTS } from './event-groups.js';
import { FolderNotices } from './folder-notices.js';

/** RFC 5465: what to tell of folders that are not selected, and of the selected one between commands. */
export const notify = onReadableBal('NOTIFY', async (session, opened, { arguments: args }) => {
  args.space();
  if (args.tryTake('NONE')) {
    args.end();
    session.notice(null);
    return ok('NOTIFY completed');
  }
  args.take('SET ');
  const withStatus = args.tryTake('STATUS ');
  const groups = eventGroups(session, args);
  args.end();
  if (!groups) return no('Unknown event', `BADEVENT (${KNOWN_EVENTS})`);
  const notices = await FolderNotices.open(session, opened, groups);
  session.notice(notices);
  if (withStatus) notices.tellStatus();
  return ok('NOTIFY completed');
});
