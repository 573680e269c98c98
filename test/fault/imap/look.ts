import type { FolderState, Item } from './folder-state.js';
import type { ImapSession } from './imap-session.js';

/** A folder as the server shows it now. Null when it could not be looked at. */
export async function look(session: ImapSession, name: string): Promise<FolderState | null> {
  const selected = await session.tell(`SELECT "${name}"`);
  if (selected.fate !== 'ok') return null;
  const numbers = selected.untagged.join('\n');
  const state = {
    uidValidity: numberIn(numbers, /\[UIDVALIDITY (\d+)\]/),
    uidNext: numberIn(numbers, /\[UIDNEXT (\d+)\]/),
    highestModseq: numberIn(numbers, /\[HIGHESTMODSEQ (\d+)\]/),
  };
  if (numberIn(numbers, /\* (\d+) EXISTS/) === 0) return { ...state, items: new Map() };
  const fetched = await session.tell('UID FETCH 1:* (FLAGS ENVELOPE)');
  if (fetched.fate !== 'ok') return null;
  return { ...state, items: new Map(fetched.untagged.flatMap(itemIn)) };
}

/** Waits until whoever still changes this selected folder on our behalf has ended: a dead session's last commit may be under way. */
export async function settle(session: ImapSession): Promise<boolean> {
  // It holds the folder, and removes nothing: no message has that uid.
  return (await session.tell('UID EXPUNGE 4294967294')).fate === 'ok';
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? Number.NaN);
}

function itemIn(line: string): [number, Item][] {
  const uid = numberIn(line, /^\* \d+ FETCH \(.*?\bUID (\d+)/);
  const flags = /FLAGS \(([^)]*)\)/.exec(line)?.[1] ?? '';
  const mark = /"<([^@">]+)@imap\.campagne\.test>"/.exec(line)?.[1];
  if (Number.isNaN(uid) || mark === undefined) return [];
  return [[uid, { mark, flags: flagsIn(flags) }]];
}

export function flagsIn(text: string): readonly string[] {
  return text
    .split(' ')
    .filter((flag) => flag !== '' && flag !== '\\Recent')
    .sort();
}
