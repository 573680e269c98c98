import type { FolderKnown } from '@cachet/mailstore';
import { parseUuid } from '@cachet/mss-core';

/** How far each folder of a BAL is known. */
export type MailKnown = ReadonlyMap<string, FolderKnown>;

/** Octets of one folder: its id, its modseq and its next uid, both below 2⁴⁸. */
const FOLDER = 16 + 6 + 6;
const MOST_FOLDERS = 10_000;

/** Opaque; as long as the BAL has folders. */
export function mailCursor(known: MailKnown): string {
  const octets = Buffer.alloc(known.size * FOLDER);
  let at = 0;
  for (const [id, { modseq, uidNext }] of known) {
    octets.write(id.replaceAll('-', ''), at, 'hex');
    octets.writeUIntBE(modseq, at + 16, 6);
    octets.writeUIntBE(uidNext, at + 22, 6);
    at += FOLDER;
  }
  return octets.toString('base64url');
}

/** Null when it is none of ours. */
export function readMailCursor(cursor: string): MailKnown | null {
  if (cursor.length > Math.ceil((MOST_FOLDERS * FOLDER * 4) / 3)) return null;
  const octets = Buffer.from(cursor, 'base64url');
  if (octets.toString('base64url') !== cursor || octets.length % FOLDER !== 0) return null;
  const known = new Map<string, FolderKnown>();
  for (let at = 0; at < octets.length; at += FOLDER) {
    const id = parseUuid(
      octets.toString('hex', at, at + 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    );
    if (!id) return null;
    known.set(id, { modseq: octets.readUIntBE(at + 16, 6), uidNext: octets.readUIntBE(at + 22, 6) });
  }
  return known;
}
