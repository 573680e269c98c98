import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3Settings } from './s3-blobs.js';

const NOTHING = Buffer.alloc(0);

interface Answered {
  readonly status: number;
  readonly bytes: Buffer;
}

interface Kept {
  readonly bytes: Buffer;
  readonly at: Date;
}

/** A store that speaks S3 as far as we do, verifies each signature (SigV4), and refuses anything it was not told to expect. */
export class FakeS3 {
  readonly objects = new Map<string, Kept>();
  readonly refused: string[] = [];
  /** Answers every request with this. */
  failing: number | null = null;
  /** Names of one page of a list. */
  page = 1000;
  readonly settings: S3Settings;

  private constructor(private readonly server: Server) {
    const { port } = server.address() as AddressInfo;
    this.settings = {
      url: `http://127.0.0.1:${port}/courrier`,
      region: 'fr-par',
      accessKeyId: 'fictional-id',
      secretAccessKey: 'fictional-secret',
    };
  }

  static async start(): Promise<FakeS3> {
    const server = createServer((request, response) => {
      fake.#serve(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fake = new FakeS3(server);
    return fake;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await Array.fromAsync(request));
    const { status, bytes } = this.failing
      ? { status: this.failing, bytes: NOTHING }
      : this.#answer(request, body);
    if (status === 403) this.refused.push(`${request.method} ${request.url}`);
    response.writeHead(status, { 'content-length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  }

  #answer(request: IncomingMessage, body: Buffer): Answered {
    const url = new URL(request.url ?? '/', this.settings.url);
    const answer = (status: number, bytes: Buffer = NOTHING): Answered => ({ status, bytes });
    if (!this.#isSigned(request, url)) return answer(403);
    const key = /^\/courrier\/(.+)$/.exec(url.pathname)?.[1];
    if (!key)
      return request.method === 'GET' && url.pathname === '/courrier'
        ? { status: 200, bytes: this.#list(url) }
        : answer(403);
    const kept = this.objects.get(key);
    switch (request.method) {
      case 'PUT':
        if (Number(request.headers['content-length']) !== body.length) return answer(411);
        this.objects.set(key, { bytes: body, at: new Date() });
        return answer(200);
      case 'DELETE':
        this.objects.delete(key);
        return answer(204);
      case 'HEAD':
        return kept ? answer(200, kept.bytes) : answer(404);
      case 'GET': {
        if (!kept) return answer(404);
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
        if (from === undefined) return answer(200, kept.bytes);
        return Number(from) >= kept.bytes.length
          ? answer(416)
          : answer(206, kept.bytes.subarray(Number(from), Number(to) + 1));
      }
      default:
        return answer(403);
    }
  }

  #list(url: URL): Buffer {
    const names = [...this.objects.keys()].sort();
    const from = Number(url.searchParams.get('continuation-token') ?? 0);
    const shown = names.slice(from, from + this.page).map((name) => {
      const { bytes, at } = this.objects.get(name)!;
      return `<Contents><Key>${name}</Key><LastModified>${at.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
    });
    const next = from + this.page;
    const more = next < names.length ? `<NextContinuationToken>${next}</NextContinuationToken>` : '';
    return Buffer.from(`<?xml version="1.0"?><ListBucketResult>${shown.join('')}${more}</ListBucketResult>`);
  }

  /** AWS Signature Version 4, computed again from what came. */
  #isSigned({ method, headers }: IncomingMessage, url: URL): boolean {
    const [, id, scope = '', names = '', signature] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(
        headers.authorization ?? '',
      ) ?? [];
    const [day = '', region = '', service = ''] = scope.split('/');
    if (id !== this.settings.accessKeyId || region !== this.settings.region || service !== 's3') return false;
    if (!names.split(';').includes('host') || headers['x-amz-content-sha256'] !== 'UNSIGNED-PAYLOAD')
      return false;
    const query = [...url.searchParams].map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    );
    const canonical = [
      ...[method, url.pathname, query.sort().join('&')],
      ...names.split(';').map((name) => `${name}:${headers[name]}`),
      ...['', names, headers['x-amz-content-sha256']],
    ].join('\n');
    const hash = createHash('sha256').update(canonical).digest('hex');
    const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash].join('\n');
    const hmac = (key: string | Buffer, part: string) => createHmac('sha256', key).update(part).digest();
    const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
      hmac,
      `AWS4${this.settings.secretAccessKey}`,
    );
    return hmac(key, text).toString('hex') === signature;
  }
}
