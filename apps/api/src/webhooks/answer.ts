import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 1_024;
const MOST_CHARACTERS = 120;
const WITHIN_MS = 1_000;

/** The beginning of what was answered, printable and on one line, to help whoever repairs the receiver; the rest is never read. */
export async function readAnswer(response: IncomingMessage): Promise<string | null> {
  const timer = setTimeout(() => response.destroy(), WITHIN_MS);
  const read: Buffer[] = [];
  let size = 0;
  try {
    for await (const bytes of response) {
      read.push(Buffer.from(bytes));
      size += bytes.length;
      if (size >= MOST_BYTES) break;
    }
  } catch {
    // What came before it broke is enough.
  } finally {
    clearTimeout(timer);
    response.destroy();
  }
  const text = Buffer.concat(read)
    .toString('latin1')
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim();
  return text === '' ? null : text.slice(0, MOST_CHARACTERS);
}

/** RFC 9110 §10.2.3: seconds, or a date. In milliseconds from now. */
export function retryAfterOf(value: string | undefined, now: number = Date.now()): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
