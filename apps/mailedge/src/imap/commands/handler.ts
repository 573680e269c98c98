import type { OpenedBal } from '@cachet/mss-core';
import { mayUseFolders } from '@cachet/mss-core/access';
import type { Session } from '../session/session.js';
import type { Selected } from '../session/state.js';
import type { Command } from '../wire/command-reader.js';
import { bad, type Completion } from './completion.js';
import { refusal } from './refusals.js';

/** One command: where it is legal (it answers BAD elsewhere) and what it does. */
export interface CommandHandler {
  readonly name: string;
  /** RFC 3501 §7.4.1: true where EXPUNGE may not be told before the next command. */
  readonly holdsExpunges: boolean;
  run(session: Session, command: Command): Promise<Completion>;
}

type Work<Where> = (session: Session, where: Where, command: Command) => Promise<Completion>;

export function inAnyState(name: string, run: CommandHandler['run']): CommandHandler {
  return { name, holdsExpunges: false, run };
}

export function beforeAuthentication(name: string, run: CommandHandler['run']): CommandHandler {
  return {
    name,
    holdsExpunges: false,
    run: (session, command) =>
      session.state.kind === 'notAuthenticated' ? run(session, command) : outOfPlace('Already authenticated'),
  };
}

/** Legal once a BAL is open, whatever the person may do with it. */
export function onOpenedBal(name: string, run: Work<OpenedBal>): CommandHandler {
  return {
    name,
    holdsExpunges: false,
    run: (session, command) =>
      session.opened ? run(session, session.opened, command) : outOfPlace('Not authenticated'),
  };
}

/** Legal once a BAL is open, for those who may read it: others are refused before anything is looked up. */
export function onReadableBal(name: string, run: Work<OpenedBal>): CommandHandler {
  return onOpenedBal(name, async (session, opened, command) => {
    if (!mayUseFolders(opened.rights)) return refusal({ code: 'readRightMissing', detail: {} });
    return run(session, opened, command);
  });
}

export function onSelectedFolder(
  name: string,
  run: Work<Selected>,
  { holdsExpunges = false } = {},
): CommandHandler {
  return {
    name,
    holdsExpunges,
    run: (session, command) =>
      session.state.kind === 'selected'
        ? run(session, session.state, command)
        : outOfPlace('No folder is selected'),
  };
}

/** Like `onSelectedFolder`, for commands that change it. */
export function onWritableFolder(name: string, run: Work<Selected>, options?: { holdsExpunges?: boolean }) {
  return onSelectedFolder(
    name,
    async (session, selected, command) =>
      selected.folder.readOnly
        ? { status: 'NO', code: 'READ-ONLY', text: 'Folder was opened with EXAMINE' }
        : run(session, selected, command),
    options,
  );
}

const outOfPlace = (text: string): Promise<Completion> => Promise.resolve(bad(text));
