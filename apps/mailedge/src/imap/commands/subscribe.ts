import { ok } from './completion.js';
import { folderNamed } from './find-folder.js';
import { type CommandHandler, onReadableBal } from './handler.js';
import { folderName } from './mailbox-name.js';
import { refusal } from './refusals.js';

export const subscribe = marking('SUBSCRIBE', true);
export const unsubscribe = marking('UNSUBSCRIBE', false);

function marking(name: 'SUBSCRIBE' | 'UNSUBSCRIBE', subscribed: boolean): CommandHandler {
  return onReadableBal(name, async (session, opened, { arguments: args }) => {
    args.space();
    const wanted = folderName(session, args);
    args.end();
    const outcome = await session.inBal(opened, async ({ folders }) => {
      const folder = await folderNamed(folders, wanted);
      return folder ? folders.subscribe(folder.id, subscribed) : null;
    });
    if (!outcome) return refusal({ code: 'folderUnknown', detail: {} });
    return outcome.ok ? ok(`${name} completed`) : refusal(outcome.refusal);
  });
}
