import { receiveToSpool } from '@cachet/mailstore';
import { type Clock, type Logger, newId, type Registry } from '@cachet/runtime';
import {
  Antivirus,
  addressText,
  isScanningOff,
  LetterScanning,
  parseClamdAddress,
  Rspamd,
} from '@cachet/scanning';
import { type Database, PgRouting } from '@cachet/schema';
import { scanMeter } from './scan-meter.js';
import { tellOutage } from './tell-outage.js';

export interface ScanningSettings {
  /** `off` alone, or addresses. */
  readonly clamd: readonly string[];
  readonly rspamdUrl: string | null;
  readonly spoolFolder: string;
  /** Largest letter that may come, trace fields included. */
  readonly limit: number;
}

export interface ScanningTools {
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly clock: Clock;
}

export interface OpenScanning {
  readonly scanning: LetterScanning;
  /** The first check of the scanners; letters that come before it has ended wait for it. */
  start(): Promise<void>;
  close(): void;
}

export function openScanning(settings: ScanningSettings, tools: ScanningTools): OpenScanning {
  const antivirus = antivirusOf(settings, tools);
  const { logger } = tools;
  const rspamd =
    settings.rspamdUrl === null
      ? null
      : new Rspamd({
          url: settings.rspamdUrl,
          onFault: (fault) => logger.warn({ err: fault }, 'no opinion of rspamd'),
        });
  const options = { folder: settings.spoolFolder, limit: settings.limit };
  const scanning = new LetterScanning({
    antivirus,
    rspamd,
    spool: (octets) => receiveToSpool(octets, options),
  });
  return {
    scanning,
    start: async () => {
      // EX_SSI_5090: a choice that nobody makes without reading it again at each start.
      if (!antivirus) logger.warn('CACHET_CLAMD is off: letters are accepted without any scan');
      await antivirus?.start();
      const state = await scanning.clamd();
      if (!state.ok && antivirus) logger.warn({ reason: state.reason }, 'scanners not wholly usable');
    },
    close: () => antivirus?.close(),
  };
}

function antivirusOf({ clamd, limit }: ScanningSettings, tools: ScanningTools): Antivirus | null {
  if (isScanningOff(clamd)) return null;
  const { database, logger, metrics, clock } = tools;
  const addresses = clamd.map(parseClamdAddress).filter((address) => address !== null);
  const meter = scanMeter(metrics);
  const routing = new PgRouting(database);
  return new Antivirus({
    addresses,
    largest: limit,
    onVerdict: (verdict, seconds) => meter.scanned(verdict.kind, seconds),
    onOutage: (isDown) => {
      meter.outage(isDown);
      logger[isDown ? 'error' : 'info']({ scanners: addresses.map(addressText) }, wordOf(isDown));
      tellOutage({ database, routing, now: clock, newId }, isDown).catch((fault: unknown) =>
        logger.error({ err: fault }, 'outage of the scanners not told'),
      );
    },
  });
}

function wordOf(isDown: boolean): string {
  return isDown ? 'no scanner can be believed: letters wait' : 'scanners answer';
}
