import { Buffer } from 'node:buffer';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ByteRange, parseTenantId, parseUuid } from '@cachet/mss-core';
import aws4 from 'aws4';
import { StoreDamaged, StoreUnavailable } from '../store-faults.js';
import type { BlobName, BlobStore, KnownBlob } from './blob-store.js';
import { exactly } from './exactly.js';

export interface S3Settings {
  /** Of the bucket, in path style: `https://s3.example/bucket`. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface Asked {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: AsyncIterable<Uint8Array>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Silence of the other side that makes an outage. */
const PATIENCE_MS = 30_000;
/** What is read in one answer is a piece of a message or a page of names. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/** Blobs in a bucket of any store that speaks S3: one object each, `tenant/id`. An object appears whole or not at all. */
export class S3Blobs implements BlobStore {
  readonly #url: URL;

  constructor(private readonly settings: S3Settings) {
    this.#url = new URL(settings.url);
  }

  async write(name: BlobName, size: number, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.#pathOf(name);
    const headers = { 'content-length': size };
    await this.#ask({ method: 'PUT', path, headers, body: exactly(size, bytes) }, [200]);
  }

  async read(name: BlobName, { start, end }: ByteRange): Promise<Buffer> {
    const headers = { range: `bytes=${start}-${end - 1}` };
    const path = this.#pathOf(name);
    const { status, body } = await this.#ask({ method: 'GET', path, headers }, [200, 206, 404, 416]);
    if (status === 404) throw new StoreDamaged(`${describe(name)} is missing`);
    // A store may answer the whole when it is asked for all of it.
    const bytes = status === 200 ? body.subarray(start, end) : body;
    if (status === 416 || bytes.length !== end - start) throw new StoreDamaged(`${describe(name)} is cut`);
    return bytes;
  }

  async sizeOf(name: BlobName): Promise<number | null> {
    const { status, headers } = await this.#ask({ method: 'HEAD', path: this.#pathOf(name) }, [200, 404]);
    return status === 404 ? null : Number(headers['content-length']);
  }

  async remove(name: BlobName): Promise<void> {
    await this.#ask({ method: 'DELETE', path: this.#pathOf(name) }, [200, 204, 404]);
  }

  async *list(): AsyncGenerator<KnownBlob> {
    for (let token: string | null = ''; token !== null; ) {
      const next: string = token === '' ? '' : `&continuation-token=${encodeURIComponent(token)}`;
      const path = `${this.#url.pathname.replace(/\/$/, '')}?list-type=2${next}`;
      const { body } = await this.#ask({ method: 'GET', path }, [200]);
      const page = body.toString();
      for (const [, entry = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        const [tenant = '', file = ''] = textOf(entry, 'Key')?.split('/') ?? [];
        const [tenantId, id] = [parseTenantId(tenant), parseUuid(file)];
        const writtenAt = new Date(textOf(entry, 'LastModified') ?? Number.NaN);
        if (tenantId && id) yield { tenantId, id, size: Number(textOf(entry, 'Size')), writtenAt };
      }
      token = textOf(page, 'NextContinuationToken');
    }
  }

  #pathOf({ tenantId, id }: BlobName): string {
    return `${this.#url.pathname.replace(/\/$/, '')}/${tenantId}/${id}`;
  }

  async #ask(asked: Asked, expected: readonly number[]): Promise<Answer> {
    let answer: Answer;
    try {
      answer = await this.#exchange(asked);
    } catch (fault) {
      // What failed may be the source of the bytes; a fault of ours is not an outage of theirs.
      if (fault instanceof RangeError || fault instanceof StoreDamaged) throw fault;
      throw new StoreUnavailable(`the blob store does not answer (${asked.method})`, { cause: fault });
    }
    if (expected.includes(answer.status)) return answer;
    if (answer.status === 507) throw Object.assign(new Error('the blob store is full'), { code: 'ENOSPC' });
    throw new StoreUnavailable(`the blob store refuses to ${asked.method} (${answer.status})`);
  }

  async #exchange({ method, path, headers, body }: Asked): Promise<Answer> {
    const { host, hostname, port, protocol } = this.#url;
    const signed = aws4.sign(
      {
        ...{ method, path, service: 's3', region: this.settings.region },
        // Sealed segments carry their own proof; hashing them first would mean to hold them whole.
        headers: { ...headers, host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      },
      this.settings,
    );
    const send = protocol === 'https:' ? secureRequest : plainRequest;
    const options = { method, path, hostname, port, headers: { ...signed.headers }, timeout: PATIENCE_MS };
    const outgoing = send(options);
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).once('error', reject);
    });
    const sent = body ? pipeline(Readable.from(body), outgoing) : Promise.resolve(void outgoing.end());
    // A store may answer no before it has read all.
    const response = await Promise.race([answered, sent.then(() => answered)]);
    return { status: response.statusCode ?? 0, headers: response.headers, body: await wholeOf(response) };
  }
}

async function wholeOf(response: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let octets = 0;
  for await (const piece of response) {
    octets += piece.length;
    if (octets > LARGEST_ANSWER) throw new Error('the answer has no end');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function textOf(xml: string, element: string): string | null {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? null;
}

function describe({ tenantId, id }: BlobName): string {
  return `tenant ${tenantId}, blob ${id}`;
}
