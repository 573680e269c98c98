import { decodeFolderName, encodeFolderName } from './modified-utf7.js';
import { imapString, utf8String } from './text.js';

/** How one client writes folder names. Wire texts are latin1, one character per octet. */
export interface FolderNames {
  /** In a response, as an IMAP string. */
  write(name: string): string;
  /** The name in Unicode; null when it is not well formed. */
  read(wire: string): string | null;
}

/** RFC 3501 §5.1.3: the way of clients that enabled nothing. */
export const MODIFIED_UTF7_NAMES: FolderNames = {
  write: (name) => imapString(encodeFolderName(name)),
  read: decodeFolderName,
};

/** RFC 9051 §5.1, RFC 9755 §3: UTF-8 as it is. */
export const UTF8_NAMES: FolderNames = { write: utf8String, read: readUtf8 };

/** Octets (latin1) as the UTF-8 text they are; null when they are none. */
export function readUtf8(octets: string): string | null {
  try {
    return UTF8.decode(Buffer.from(octets, 'latin1'));
  } catch {
    return null;
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
