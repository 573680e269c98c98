import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface ByteRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** The answer is abandoned beyond this many bytes. */
  readonly maxBytes: number;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** PEM authorities to trust for this server instead of the public ones. */
  readonly ca?: string;
  /** Abandons earlier than the time limit. */
  readonly signal?: AbortSignal;
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
  const options: RequestOptions & { ca?: string } = {
    method: asked.method ?? 'GET',
    headers: { 'accept-encoding': 'identity', connection: 'close', ...asked.headers },
    signal,
    ...(asked.ca !== undefined && { ca: asked.ca }),
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= asked.maxBytes) return;
        reject(new FetchFailure(`more than ${asked.maxBytes} bytes`));
        request.destroy();
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end(asked.body);
  });
}
