import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface ByteRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** In the place of a body: written while it is sent. Its length stands among the headers. */
  readonly content?: Iterable<string> | AsyncIterable<Uint8Array>;
  /** Our own certificate, for a server that asks for one. */
  readonly identity?: TlsIdentity;
  /** The answer is abandoned beyond this many bytes. */
  readonly maxBytes: number;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** PEM authorities to trust for this server instead of the public ones. */
  readonly ca?: string;
  /** Finds the host's addresses in place of the machine's own way. */
  readonly lookup?: LookupFunction;
  /** Abandons earlier than the time limit. */
  readonly signal?: AbortSignal;
}

/** PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface ByteAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One HTTP exchange. Rejects with FetchFailure only; any status is an answer. */
export type FetchBytes = (request: ByteRequest) => Promise<ByteAnswer>;

/** The other side did not answer as asked: unreachable, too slow, too long. Its message names no secret. */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure';
}

/** Over http or https. Follows no redirect: the address is configuration, and another one would be somebody else's choice. */
export const fetchBytes: FetchBytes = async (request) => {
  const signals = [AbortSignal.timeout(request.timeoutMs), ...(request.signal ? [request.signal] : [])];
  const signal = AbortSignal.any(signals);
  try {
    return await exchange(request, signal);
  } catch (error) {
    if (error instanceof FetchFailure) throw error;
    if (signal.aborted) throw new FetchFailure(`no answer within ${request.timeoutMs} ms`);
    throw new FetchFailure(error instanceof Error ? error.message : 'exchange failed', { cause: error });
  }
};

function exchange(asked: ByteRequest, signal: AbortSignal): Promise<ByteAnswer> {
  const url = new URL(asked.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FetchFailure(`${url.protocol} is not a protocol we fetch with`);
  }
  const options: RequestOptions & { ca?: string; cert?: string; key?: string; minVersion?: 'TLSv1.2' } = {
    method: asked.method ?? 'GET',
    headers: { 'accept-encoding': 'identity', connection: 'close', ...asked.headers },
    signal,
    ...(asked.ca !== undefined && { ca: asked.ca }),
    ...(asked.identity && { ...asked.identity, minVersion: 'TLSv1.2' }),
    ...(asked.lookup && { lookup: asked.lookup }),
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, options, (response) => {
      const body = new Collected();
      response.on('data', (chunk: Buffer) => {
        if (body.length + chunk.length <= asked.maxBytes) return body.add(chunk);
        reject(new FetchFailure(`more than ${asked.maxBytes} bytes`));
        request.destroy();
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: body.bytes() }),
      );
    });
    request.on('error', reject);
    if (asked.content) pipeline(Readable.from(asked.content), request).catch(reject);
    else request.end(asked.body);
  });
}

/** Bytes as they come, in one place: a body sent octet by octet costs no more than another. */
class Collected {
  length = 0;
  private place = Buffer.alloc(64 * 1024);

  add(chunk: Buffer): void {
    if (this.length + chunk.length > this.place.length) this.widen(this.length + chunk.length);
    chunk.copy(this.place, this.length);
    this.length += chunk.length;
  }

  bytes(): Buffer {
    return this.place.subarray(0, this.length);
  }

  private widen(needed: number): void {
    const wider = Buffer.alloc(Math.max(needed, 2 * this.place.length));
    this.place.copy(wider, 0, 0, this.length);
    this.place = wider;
  }
}
