import { ok } from './completion.js';
import { onReadableBal } from './handler.js';
import { folderName } from './mailbox-name.js';
import { refusal } from './refusals.js';

export const create = onReadableBal('CREATE', async (session, opened, { arguments: args }) => {
  args.space();
  const name = folderName(args);
  args.end();
  const created = await session.inBal(opened, ({ folders }) => folders.create(name));
  return created.ok ? ok('CREATE completed') : refusal(created.refusal);
});

/** `DELETE` is a word of the language: hence the file's plural and this name. */
export const deleteFolder = onReadableBal('DELETE', async (session, opened, { arguments: args }) => {
  args.space();
  const name = folderName(args);
  args.end();
  const removed = await session.inBal(opened, async ({ folders }) => {
    const folder = await folders.byName(name);
    return folder ? folders.remove(folder.id) : null;
  });
  if (!removed) return refusal({ code: 'folderUnknown', detail: {} });
  return removed.ok ? ok('DELETE completed') : refusal(removed.refusal);
});

export const rename = onReadableBal('RENAME', async (session, opened, { arguments: args }) => {
  args.space();
  const from = folderName(args);
  args.space();
  const to = folderName(args);
  args.end();
  const renamed = await session.inBal(opened, async ({ folders }) => {
    const folder = await folders.byName(from);
    return folder ? folders.rename(folder.id, to) : null;
  });
  if (!renamed) return refusal({ code: 'folderUnknown', detail: {} });
  return renamed.ok ? ok('RENAME completed') : refusal(renamed.refusal);
});
