import { readFileSync } from 'node:fs';
import { durationMs } from './duration.js';

/** Business time: what jobs and age rules call now. Protocols, TLS and tokens always use the wall clock. */
export type Clock = () => Date;

const FRESH_MS = 200;

/**
 * The wall clock moved by the duration written in `offsetFile` (ISO 8601), read again at most five times a second.
 * Without a file, or while it is absent or unreadable, business time is wall time.
 */
export function businessClock(offsetFile?: string): Clock {
  if (!offsetFile) return () => new Date();
  let offset = 0;
  let readAt = 0;
  return () => {
    const now = Date.now();
    if (now - readAt > FRESH_MS) {
      offset = readOffset(offsetFile);
      readAt = now;
    }
    return new Date(now + offset);
  };
}

function readOffset(file: string): number {
  try {
    return durationMs(readFileSync(file, 'utf8')) ?? 0;
  } catch {
    return 0;
  }
}
