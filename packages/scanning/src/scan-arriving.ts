import {
  done,
  type Outcome,
  type ReceivedMessage,
  type ScannedMessage,
  type ScanVerdict,
} from '@cachet/mss-core';
import type { Antivirus } from './antivirus.js';

/** A message in a spool, to be disposed of. */
export interface Spooled extends ReceivedMessage {
  dispose(): Promise<void>;
}

export interface ScanningParts<S extends Spooled> {
  /** Null when the operator runs none, by choice. */
  readonly antivirus: Antivirus | null;
  /** Whether it looks unsolicited, asked once the letter is whole; null where nobody is asked. */
  readonly isSpam: ((message: S) => Promise<boolean | null>) | null;
}

/** Receives a letter while scanners read it too: the same bytes, at the same time, at the pace of the slower. */
// EX_SSI_5090: no letter leaves here without a verdict on all of its bytes.
export async function scanArriving<S extends Spooled>(
  octets: AsyncIterable<Uint8Array>,
  spool: (octets: AsyncIterable<Uint8Array>) => Promise<Outcome<S>>,
  { antivirus, isSpam }: ScanningParts<S>,
): Promise<Outcome<ScannedMessage & Spooled>> {
  const live = antivirus?.begin() ?? null;
  try {
    const spooled = await spool(live ? throughout(octets, (bytes) => live.write(bytes)) : octets);
    if (!spooled.ok) return spooled;
    const message = spooled.value;
    return await orDispose(message, async () => {
      const [verdict, spam] = await Promise.all([
        live ? live.verdict(message) : ({ kind: 'off' } as const),
        isSpam ? isSpam(message) : null,
      ]);
      return done(scannedAs(message, verdict, spam));
    });
  } finally {
    live?.abandon();
  }
}

/** Scans a letter that is there whole; for those of which most will not be kept. */
export async function scanReceived(
  message: Spooled,
  antivirus: Antivirus | null,
): Promise<ScannedMessage & Spooled> {
  return scannedAs(message, antivirus ? await antivirus.scan(message) : { kind: 'off' }, null);
}

function scannedAs(message: Spooled, verdict: ScanVerdict, isSpam: boolean | null): ScannedMessage & Spooled {
  const { size, sha256, structure } = message;
  const bytes = { open: () => message.open(), dispose: () => message.dispose() };
  return { size, sha256, structure, ...bytes, verdict, isSpam };
}

async function* throughout(
  octets: AsyncIterable<Uint8Array>,
  write: (bytes: Uint8Array) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of octets) {
    await write(bytes);
    yield bytes;
  }
}

async function orDispose<T>(message: Spooled, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    await message.dispose();
    throw fault;
  }
}
