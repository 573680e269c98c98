import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CopyRefused } from '@cachet/mss-core/directory-search';
import type { TlsIdentity } from '../http/fetch-bytes.js';

export interface FileRequest {
  readonly url: string;
  readonly path: string;
  /** Our own certificate, for a service that asks for one. */
  readonly identity?: TlsIdentity;
  /** PEM authorities to trust for this server instead of the public ones. */
  readonly ca?: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export interface FetchedFile {
  readonly sha256: string;
  /** What the server says of its age. */
  readonly lastModified: Date | null;
}

/** Writes an answer to a file while it comes: its size is bounded, not by memory. Follows no redirect. @throws CopyRefused */
export async function fetchFile(asked: FileRequest): Promise<FetchedFile> {
  const signal = AbortSignal.timeout(asked.timeoutMs);
  try {
    const response = await answerOf(asked, signal);
    judgeStatus(response);
    const hash = createHash('sha256');
    let bytes = 0;
    const watch = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length;
        hash.update(chunk);
        done(bytes > asked.maxBytes ? new CopyRefused('tooLarge') : null, chunk);
      },
    });
    await pipeline(response, watch, createWriteStream(asked.path, { mode: 0o600 }), { signal });
    return { sha256: hash.digest('hex'), lastModified: dateOf(response.headers['last-modified']) };
  } catch (fault) {
    if (fault instanceof CopyRefused) throw fault;
    throw new CopyRefused('unreachable', { cause: fault });
  }
}

function answerOf({ url, identity, ca }: FileRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const send = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest;
  const tls = {
    ...(ca !== undefined && { ca }),
    ...(identity && { ...identity, minVersion: 'TLSv1.2' as const }),
  };
  const headers = { 'accept-encoding': 'identity', connection: 'close' };
  return new Promise((resolve, reject) => {
    send(url, { ...tls, headers, signal }, resolve)
      .on('error', reject)
      .end();
  });
}

// Tables 31 and 40, and §6.5.2.2 where the same refusal is a 401.
function judgeStatus(response: IncomingMessage): void {
  const status = response.statusCode ?? 0;
  if (status === 200) return;
  response.destroy();
  if (status === 400) throw new CopyRefused('badRequest');
  if (status === 401 || status === 403) throw new CopyRefused('accessRefused');
  throw new CopyRefused(status === 404 ? 'notThere' : 'serverFault');
}

function dateOf(header: string | undefined): Date | null {
  const date = new Date(header ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}
