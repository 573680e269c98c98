import { ok } from './completion.js';
import { folderNamed } from './find-folder.js';
import { onReadableBal } from './handler.js';
import { folderName } from './mailbox-name.js';
import { refusal } from './refusals.js';
import { counted, statusItems, statusLine } from './status-items.js';

export const status = onReadableBal('STATUS', async (session, opened, { arguments: args }) => {
  args.space();
  const name = folderName(session, args);
  args.space();
  const items = statusItems(args);
  args.end();
  if (items.includes('HIGHESTMODSEQ')) session.tellModseqs();
  const shown = await session.inBal(opened, async ({ folders }) => {
    const folder = await folderNamed(folders, name);
    return folder && counted(folders, folder, items);
  });
  if (!shown) return refusal({ code: 'folderUnknown', detail: {} });
  session.out.line(statusLine(session, shown, items, name));
  return ok('STATUS completed');
});
