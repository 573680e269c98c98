import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchBytes } from './fetch-bytes.js';

let server: Server | null = null;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

async function listen(answer: RequestListener): Promise<string> {
  const listening = createServer(answer);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
}

const limits = { maxBytes: 1000, timeoutMs: 15_000 };

describe('fetching from a national service', () => {
  it('brings the bytes, whatever the status', async () => {
    const url = await listen((_, response) => response.writeHead(404, { 'x-a': '1' }).end(Buffer.of(0, 255)));
    expect(await fetchBytes({ url, ...limits })).toMatchObject({ status: 404, body: Buffer.of(0, 255) });
  });

  it('sends what it is given', async () => {
    const url = await listen((request, response) => void request.pipe(response.writeHead(200)));
    const answer = await fetchBytes({ url, method: 'POST', body: Buffer.from('bonjour'), ...limits });
    expect(answer.body.toString()).toBe('bonjour');
  });

  it('goes nowhere else when sent elsewhere', async () => {
    let calls = 0;
    const url = await listen((_, response) => {
      calls += 1;
      response.writeHead(302, { location: '/ailleurs' }).end();
    });
    expect((await fetchBytes({ url, ...limits })).status).toBe(302);
    expect(calls).toBe(1);
  });

  it('stops at the limit of size', async () => {
    const url = await listen((_, response) => void response.writeHead(200).end(Buffer.alloc(1001)));
    await expect(fetchBytes({ url, ...limits })).rejects.toThrow('more than 1000 bytes');
  });

  it('stops at the limit of time, even when bytes trickle', async () => {
    const url = await listen((request, response) => {
      const trickle = setInterval(() => response.write('x'), 20);
      request.on('close', () => clearInterval(trickle));
    });
    const start = performance.now();
    await expect(fetchBytes({ url, maxBytes: 100_000, timeoutMs: 200 })).rejects.toThrow(
      'no answer within 200 ms',
    );
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it.each(['http://127.0.0.1:1/', 'ftp://127.0.0.1/', 'file:///etc/hosts', 'not an address'])(
    'fails as a FetchFailure for %s',
    async (url) => {
      await expect(fetchBytes({ url, ...limits })).rejects.toMatchObject({ name: 'FetchFailure' });
    },
  );
});
