import {
  inViewedBal,
  type MailSafe,
  openViewedMail,
  PgMailRooms,
  PgMessageBytes,
  readingOnly,
  type ViewedMail,
} from '@cachet/mailstore';
import { done, type NewId, type Outcome, type VerifiedPerson } from '@cachet/mss-core';
import {
  type BalSessionPorts,
  closeBalSession,
  openBalSession,
  recheckBalSession,
} from '@cachet/mss-core/access';
import type { LetterScanning } from '@cachet/scanning';
import { type Database, PgBalStore, PgJournal, PgRouting } from '@cachet/schema';
import type { SecoursDoor } from '../auth/secours-door.js';
import { proveStructure, type StructureCertificateJudge } from '../auth/structure-proof.js';
import type { ImapAccess, ImapDeps, ImapStore, SpooledMessage } from './ports.js';

/** What an IMAP server needs of the outside, over the real database and spool. */
export interface ImapParts {
  readonly database: Database;
  readonly safe: MailSafe;
  /** Where messages wait between their literal and their commit, and are scanned. */
  readonly scanning: Pick<LetterScanning, 'receive' | 'receiveFirst'>;
  /** How long infected letters are kept, in milliseconds. */
  readonly quarantineMs: number;
  readonly newId: NewId;
  /** Pro Santé Connect's word on an access token. */
  verifyToken(token: string): Promise<Outcome<VerifiedPerson>>;
  /** The trust store, judging structures' certificates. */
  readonly structures: StructureCertificateJudge;
  readonly secours: SecoursDoor;
}

type Assembled = Pick<ImapDeps, 'store' | 'access' | 'watch'>;

/** Joins the IMAP server to the stores. The caller adds the entry, TLS, limits, log and clock. */
export function assembleImap(parts: ImapParts): Assembled {
  const mail = openViewedMail(parts.database, parts.safe);
  return { store: storeOn(parts, mail), access: accessOn(parts), watch: watchOn(parts, mail) };
}

/** What this process does itself is heard at once, so that each of its sessions finds what another was told is done. */
function watchOn({ database }: ImapParts, { views }: ViewedMail): ImapDeps['watch'] {
  return (topic, id, listener) => {
    const stopHearing = database.changes.subscribe({ topic, id }, (event) =>
      listener(event.kind === 'change' ? event.modseq : undefined),
    );
    // What the holder of a BAL may do there also hangs on the operator's terms (EX_DCU_5030).
    const stopOther = topic === 'bal' ? database.changes.subscribe({ topic: 'cgu' }, () => listener()) : null;
    const stopWatching = topic === 'folder' ? views.watch(id, listener) : null;
    return () => {
      stopHearing();
      stopOther?.();
      stopWatching?.();
    };
  };
}

function storeOn({ database, safe, scanning, quarantineMs, newId }: ImapParts, mail: ViewedMail): ImapStore {
  return {
    inBal: (context, balId, work) =>
      inViewedBal(mail, context, balId, ({ folders, journal, sql }) =>
        work({ folders, journal, bals: new PgBalStore(sql) }),
      ),
    bytes: (context, balId) => PgMessageBytes.of(readingOnly(database), safe, context, balId),
    receive: (octets, scan) =>
      scan === 'whenAsked' ? scanning.receiveFirst(octets) : scannedOnArrival(scanning, octets),
    deposits: {
      rooms: new PgMailRooms(database, safe),
      quarantineMs,
      newId,
      inFolders: (context, balId, work) => inViewedBal(mail, context, balId, ({ folders }) => work(folders)),
    },
  };
}

async function scannedOnArrival(
  scanning: Pick<LetterScanning, 'receive'>,
  octets: AsyncIterable<Uint8Array>,
): Promise<Outcome<SpooledMessage>> {
  const received = await scanning.receive(octets);
  if (!received.ok) return received;
  const message = received.value;
  return done({ message, scanned: async () => message });
}

function accessOn({ database, verifyToken, structures, secours }: ImapParts): ImapAccess {
  const ports: BalSessionPorts = {
    routing: new PgRouting(database),
    inTenant: (context, work) =>
      database.withTenant(context, (sql) => work({ bals: new PgBalStore(sql), journal: new PgJournal(sql) })),
  };
  return {
    verifyToken,
    secours,
    proveStructure: (certificate) => proveStructure(structures, certificate),
    open: (door, request) => openBalSession(ports, door, request),
    recheck: (at, opened) => recheckBalSession(ports, at, opened),
    close: (door, opened, end) => closeBalSession(ports, door, opened, end),
  };
}
