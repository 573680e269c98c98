import { tmpdir } from 'node:os';
import { composedMessage, type MailSafe, PgMailRooms, receiveToSpool } from '@cachet/mailstore';
import { indexListeBlanche } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { type Antivirus, LetterScanning } from '@cachet/scanning';
import type { Database } from '@cachet/schema';
import type { LetterDoor } from '../letters/letter-door.js';

/** Octets of a letter at most, in these tests. */
export const LARGEST_LETTER = 2_000_000;

/** A trust space of these domains. */
export function listOf(domains: readonly string[]) {
  return indexListeBlanche(
    domains.map((domain) => ({ domain, dn: 'CN=mx,C=FR' })),
    new Date('2026-11-20T00:00:00Z'),
  );
}

/** Where letters written in a test go through; nothing scans them unless told. */
export function letterDoor(
  database: Database,
  safe: MailSafe,
  listeBlanche: LetterDoor['listeBlanche'],
  antivirus: Antivirus | null,
): LetterDoor {
  const spool = { folder: tmpdir(), limit: LARGEST_LETTER };
  const scanning = new LetterScanning({
    antivirus,
    rspamd: null,
    spool: (octets) => receiveToSpool(octets, spool),
  });
  return {
    hostname: 'mx.operateur.example',
    rooms: new PgMailRooms(database, safe),
    spool: scanning,
    strip: scanning.strip,
    quarantineMs: 86_400_000,
    messageOf: composedMessage,
    listeBlanche,
    largest: LARGEST_LETTER,
    newId,
  };
}
