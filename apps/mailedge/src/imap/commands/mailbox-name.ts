import { type FolderName, parseFolderName } from '@cachet/mss-core/messaging';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';
import { decodeFolderName, encodeFolderName } from '../wire/modified-utf7.js';
import { imapString } from '../wire/text.js';

/** A folder's name among a command's arguments. */
export function folderName(args: Cursor): FolderName {
  const name = parseFolderName(unicodeName(args.astring()));
  if (name === null) throw new SyntaxProblem('Not a folder name');
  return name;
}

/** A name or pattern in Unicode. */
export function unicodeName(wire: string): string {
  const text = decodeFolderName(wire);
  if (text === null) throw new SyntaxProblem('Not modified UTF-7');
  return text;
}

/** A folder's name in a response. */
export function wireName(name: string): string {
  return imapString(encodeFolderName(name));
}
