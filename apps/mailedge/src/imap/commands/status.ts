import { ok } from './completion.js';
import { onReadableBal } from './handler.js';
import { folderName } from './mailbox-name.js';
import { refusal } from './refusals.js';
import { statusItems, statusLine } from './status-items.js';

export const status = onReadableBal('STATUS', async (session, opened, { arguments: args }) => {
  args.space();
  const name = folderName(args);
  args.space();
  const items = statusItems(args);
  args.end();
  if (items.includes('HIGHESTMODSEQ')) session.condstore = true;
  const folder = await session.inBal(opened, ({ folders }) => folders.byName(name));
  if (!folder) return refusal({ code: 'folderUnknown', detail: {} });
  session.out.line(statusLine(folder, items));
  return ok('STATUS completed');
});
