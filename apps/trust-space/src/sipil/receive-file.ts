import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';

export interface ReceivedFile {
  readonly name: string;
  /** On the disk; whoever is given it moves or removes it. */
  readonly path: string;
  /** Octets. */
  readonly size: number;
}

const LONGEST_HEAD = 8 * 1024;
const LONGEST_TAIL = 512;

/** The one file of a form (`curl -F 'file=@…'`), streamed to the disk; null when the form is not one of one file. */
export async function receiveFile(request: IncomingMessage, path: string): Promise<ReceivedFile | null> {
  const raw = `${path}.form`;
  try {
    await pipeline(request, createWriteStream(raw, { mode: 0o600 }));
    const { size } = await stat(raw);
    const found = await fileIn(raw, size, boundaryOf(request.headers['content-type'] ?? ''));
    if (!found) return null;
    await pipeline(bytesOf(raw, found.start, found.end), createWriteStream(path, { mode: 0o600 }));
    return { name: found.name, path, size: found.end - found.start };
  } finally {
    await rm(raw, { force: true });
  }
}

/** Octets of a file from `start` to `end`, excluded. */
export function bytesOf(path: string, start: number, end: number): NodeJS.ReadableStream | Buffer[] {
  return end > start ? createReadStream(path, { start, end: end - 1 }) : [];
}

function boundaryOf(type: string): string | null {
  const [, quoted, bare] =
    /^multipart\/form-data\s*;.*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(type) ?? [];
  return quoted ?? bare ?? null;
}

async function fileIn(
  raw: string,
  size: number,
  boundary: string | null,
): Promise<{ name: string; start: number; end: number } | null> {
  if (boundary === null) return null;
  const handle = await open(raw);
  try {
    const read = async (from: number, length: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead).toString('latin1');
    };
    const head = await read(0, Math.min(LONGEST_HEAD, size));
    const opening = `--${boundary}\r\n`;
    const headEnd = head.indexOf('\r\n\r\n');
    if (!head.startsWith(opening) || headEnd < 0) return null;
    const fields = head.slice(opening.length, headEnd);
    const name =
      /^content-disposition:\s*form-data;[^\r]*\bname="file"[^\r]*\bfilename="([^"\r]{1,200})"/im.exec(
        fields,
      )?.[1];
    const tailStart = Math.max(headEnd + 4, size - LONGEST_TAIL);
    const end = (await read(tailStart, size - tailStart)).lastIndexOf(`\r\n--${boundary}--`);
    return name !== undefined && end >= 0 ? { name, start: headEnd + 4, end: tailStart + end } : null;
  } finally {
    await handle.close();
  }
}
