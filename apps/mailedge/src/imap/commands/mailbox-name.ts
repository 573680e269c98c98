import { type FolderName, parseFolderName } from '@cachet/mss-core/messaging';
import type { Session } from '../session/session.js';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';

/** A folder's name among a command's arguments. */
export function folderName(session: Session, args: Cursor): FolderName {
  return askedName(session, args).name;
}

/** A folder's name, and the text that named it. */
export interface AskedName {
  readonly name: FolderName;
  readonly text: string;
}

export function askedName(session: Session, args: Cursor): AskedName {
  const text = unicodeName(session, args.astring());
  const name = parseFolderName(text);
  if (name === null) throw new SyntaxProblem('Not a folder name');
  return { name, text };
}

/** A name or pattern in Unicode. */
export function unicodeName({ names, speaksUtf8 }: Session, wire: string): string {
  const text = names.read(wire);
  if (text === null) throw new SyntaxProblem(speaksUtf8 ? 'Not UTF-8' : 'Not modified UTF-7');
  return text;
}

/** A folder's name in a response. */
export function wireName({ names }: Session, name: string): string {
  return names.write(name);
}
