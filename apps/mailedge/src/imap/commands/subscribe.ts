import type { FolderName, FolderStore } from '@cachet/mss-core/messaging';
import { done, type Outcome, refused } from '@cachet/mss-core/outcome';
import { ok } from './completion.js';
import { folderNamed } from './find-folder.js';
import { type CommandHandler, onReadableBal } from './handler.js';
import { folderName } from './mailbox-name.js';
import { refusal } from './refusals.js';

export const subscribe = marking('SUBSCRIBE', async (folders, name) => {
  const folder = await folderNamed(folders, name);
  if (folder) return folders.subscribe(folder.id, true);
  // RFC 3501 §6.3.6: only folders are subscribed anew.
  const kept = await folders.keptSubscriptions();
  return kept.includes(name) ? done(undefined) : refused('folderUnknown');
});

export const unsubscribe = marking('UNSUBSCRIBE', async (folders, name) => {
  const kept = (await folders.byName(name)) ? null : await folders.dropSubscription(name);
  if (kept?.ok) return kept;
  const folder = await folderNamed(folders, name);
  return folder ? folders.subscribe(folder.id, false) : refused('folderUnknown');
});

function marking(
  command: 'SUBSCRIBE' | 'UNSUBSCRIBE',
  mark: (folders: FolderStore, name: FolderName) => Promise<Outcome<void>>,
): CommandHandler {
  return onReadableBal(command, async (session, opened, { arguments: args }) => {
    args.space();
    const name = folderName(session, args);
    args.end();
    const outcome = await session.inBal(opened, ({ folders }) => mark(folders, name));
    return outcome.ok ? ok(`${command} completed`) : refusal(outcome.refusal);
  });
}
