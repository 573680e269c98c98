import { join } from 'node:path';
import { CurrentListeBlanche, IgcListeBlancheVerifier } from '@cachet/ans';
import { composedMessage, type MailSafe, PgMailRooms, receiveToSpool, sweepSpool } from '@cachet/mailstore';
import type { ListeBlanche, MailRooms, Strip, TakingPorts } from '@cachet/mss-core';
import { type Logger, newId } from '@cachet/runtime';
import { Antivirus, isScanningOff, LetterScanning, parseClamdAddress } from '@cachet/scanning';
import { type Database, listeBlancheVersions } from '@cachet/schema';
import { type IgcConfig, openTrustStore } from '../trust-store.js';

/** What letters written here pass through: the same rooms, scanners and list as those that mail programs submit. */
export interface LetterDoor extends Omit<TakingPorts, 'inTenant'> {
  /** Scans and keeps in a spool what a person puts in a folder. */
  readonly spool: LetterScanning;
  readonly rooms: MailRooms;
  readonly strip: Strip;
  /** The list in force, null before the first. */
  listeBlanche(): ListeBlanche | null;
  /** Octets of a letter at most. */
  readonly largest: number;
}

export interface LetterConfig extends IgcConfig {
  readonly CACHET_LISTE_BLANCHE_SIGNERS: readonly string[];
  readonly CACHET_DATA_DIR: string;
  readonly CACHET_CLAMD: readonly string[];
  readonly CACHET_MAX_MESSAGE_BYTES: number;
  readonly CACHET_QUARANTINE_RETENTION: number;
  readonly CACHET_PUBLIC_MX: readonly string[];
}

export interface OpenLetterDoor {
  readonly door: LetterDoor;
  /** Loads the list in force and makes the first check of the scanners. */
  start(): Promise<void>;
  close(): void;
}

/** Room for the fields we add on top of a letter. */
const OUR_FIELDS = 64 * 1024;

/** @throws a sentence for the administrator when the chain or the signers cannot serve. */
export async function openLetterDoor(
  config: LetterConfig,
  database: Database,
  safe: MailSafe,
  logger: Logger,
): Promise<OpenLetterDoor> {
  const trust = await openTrustStore(config);
  const verifier = new IgcListeBlancheVerifier(trust, config.CACHET_LISTE_BLANCHE_SIGNERS);
  const folder = config.CACHET_DATA_DIR;
  const list = new CurrentListeBlanche(listeBlancheVersions(database), verifier, folder, logger);
  const spool = { folder: join(folder, 'spool'), limit: config.CACHET_MAX_MESSAGE_BYTES + OUR_FIELDS };
  await sweepSpool(spool.folder);
  const antivirus = antivirusOf(config.CACHET_CLAMD, spool.limit, logger);
  const scanning = new LetterScanning({
    antivirus,
    rspamd: null,
    spool: (octets) => receiveToSpool(octets, spool),
  });
  const door: LetterDoor = {
    hostname: config.CACHET_PUBLIC_MX[0] ?? 'localhost',
    rooms: new PgMailRooms(database, safe),
    spool: scanning,
    strip: scanning.strip,
    quarantineMs: config.CACHET_QUARANTINE_RETENTION,
    messageOf: composedMessage,
    listeBlanche: () => list.current(),
    largest: config.CACHET_MAX_MESSAGE_BYTES,
    newId,
  };
  return {
    door,
    start: async () => {
      await list.start();
      await antivirus?.start();
    },
    close: () => {
      list.stop();
      antivirus?.close();
    },
  };
}

/** EX_SSI_5090: « off » is a choice that nobody makes without reading it again at each start. */
function antivirusOf(clamd: readonly string[], largest: number, logger: Logger): Antivirus | null {
  if (isScanningOff(clamd)) {
    logger.warn('CACHET_CLAMD is off: letters are accepted without any scan');
    return null;
  }
  return new Antivirus({
    addresses: clamd.map(parseClamdAddress).filter((address) => address !== null),
    largest,
    onOutage: (isDown) =>
      logger[isDown ? 'error' : 'info'](
        {},
        isDown ? 'no scanner can be believed: letters wait' : 'scanners answer',
      ),
  });
}
