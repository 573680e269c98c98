import { type FolderName, parseFolderName } from '@cachet/mss-core/messaging';
import type { Session } from '../session/session.js';
import type { Cursor } from '../wire/cursor.js';

/**
 * A string that follows the grammar and can name no folder: the command is refused, not misread. Thrown beside `SyntaxProblem`, and
 * answered NO in the same place.
 */
export class UnusableName extends Error {}

/** How a session's client writes names. */
export type NameWriter = Pick<Session, 'names' | 'speaksUtf8'>;

/** A folder's name among a command's arguments. */
export function folderName(session: NameWriter, args: Cursor): FolderName {
  return askedName(session, args).name;
}

/** A folder's name, and the text that named it. */
export interface AskedName {
  readonly name: FolderName;
  readonly text: string;
}

export function askedName(session: NameWriter, args: Cursor): AskedName {
  const text = unicodeName(session, args.astring());
  const name = parseFolderName(text);
  if (name === null) throw new UnusableName('Not a folder name');
  return { name, text };
}

function unicodeName({ names, speaksUtf8 }: NameWriter, wire: string): string {
  const text = names.read(wire);
  if (text === null) throw new UnusableName(speaksUtf8 ? 'Not UTF-8' : 'Not modified UTF-7');
  return text;
}

/** A reference or pattern in Unicode; one that cannot be read asks for names that nobody can have. */
export function unicodePattern({ names }: NameWriter, wire: string): string {
  return names.read(wire) ?? NO_NAME;
}

/** No name holds a control character. */
const NO_NAME = '\0';

/** A folder's name in a response. */
export function wireName({ names }: NameWriter, name: string): string {
  return names.write(name);
}
