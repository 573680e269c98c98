import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleChild } from '../../test/bundle-child.fixture.js';
import { MiniatureIgc } from '../../test/miniature-igc.js';

interface Cost {
  readonly url: string;
  readonly verdict: string;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly startBytes: number;
}

const MEBIBYTE = 2 ** 20;
const HEAD = '<ListeBlancheMSSante xmlns="https://listeblanche.mssante.fr/schema">';
const END = '</ListeBlancheMSSante>';

let child: Awaited<ReturnType<typeof bundleChild>>;
let web: Server;
let chain: string;
let calls = 0;
const trap = createSocketServer((socket) => {
  calls += 1;
  socket.destroy();
});

/** Each hostile document, written piece by piece so that this process does not hold it, and what it must be called. */
const HOSTILE: Readonly<
  Record<string, readonly [pieces: (trapUrl: string) => Iterable<string>, verdict: string]>
> = {
  'external-entity': [(at) => [`<!DOCTYPE l [<!ENTITY x SYSTEM "${at}">]>${HEAD}&x;${END}`], 'dtd'],
  'parameter-dtd': [(at) => [`<!DOCTYPE l [<!ENTITY % p SYSTEM "${at}"> %p;]>${HEAD}${END}`], 'dtd'],
  quadratic: [
    () => [`<!DOCTYPE l [<!ENTITY a "`, 'a'.repeat(100_000), `">]>${HEAD}`, '&a;'.repeat(100_000), END],
    'dtd',
  ],
  'attributes-apart': [() => [HEAD, '<a ', ...pieced((n) => `a${n}="" `, 200_000), '/>', END], 'unexpected'],
  namespaces: [
    () => [HEAD, '<a ', ...pieced((n) => `xmlns:n${n}="urn:${n}" `, 200_000), '/>', END],
    'unexpected',
  ],
  elements: [() => [HEAD, ...repeated('<a/>', 4_500_000)], 'unexpected'],
  'endless-text': [() => [HEAD, ...repeated('a', 19_000_000)], 'malformed'],
  'octet-by-octet': [() => Array.from({ length: 300_000 }, () => 'a'), 'malformed'],
  'attributes-without-end': [
    () => [HEAD, '<a ', ...pieced((n) => `a${n}="" `, 1_800_000), '/>', END],
    'unexpected',
  ],
  'sixty-megabytes': [
    () => [HEAD, ...repeated('<!-- -->', (60 * MEBIBYTE) / 8), END],
    'listeBlancheUnreachable',
  ],
  'nineteen-megabytes-of-comments': [
    () => [HEAD, ...repeated('<!-- -->', (19 * MEBIBYTE) / 8), END],
    'unsigned',
  ],
};

function* pieced(write: (n: number) => string, times: number): Generator<string> {
  for (let from = 0; from < times; from += 1_000) {
    yield Array.from({ length: Math.min(1_000, times - from) }, (_, n) => write(from + n)).join('');
  }
}

function* repeated(text: string, times: number): Generator<string> {
  const [piece, each] = [text.repeat(1_000), 1_000];
  for (let left = times; left > 0; left -= each) yield left >= each ? piece : text.repeat(left);
}

beforeAll(async () => {
  child = await bundleChild('child-that-judges');
  chain = join(child.folder, 'chain.pem');
  await writeFile(chain, (await MiniatureIgc.create()).chainPem);
  await new Promise<void>((listening) => trap.listen(0, '127.0.0.1', listening));
  web = createServer((request, response) => void publish(request.url?.slice(1) ?? '', response));
  await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
});

afterAll(async () => {
  web.closeAllConnections();
  web.close();
  trap.close();
  await rm(child.folder, { recursive: true });
});

function addressOf(server: { address(): unknown }): string {
  const { port } = server.address() as { readonly port: number };
  return `http://127.0.0.1:${port}`;
}

async function publish(name: string, response: ServerResponse): Promise<void> {
  const [pieces] = HOSTILE[name] ?? [() => []];
  // The reader may have had enough before the end.
  await pipeline(Readable.from(pieces(`${addressOf(trap)}/x`)), response).catch(() => undefined);
}

describe('C05: a hostile list, from its download to its refusal', () => {
  it.each(Object.keys(HOSTILE))('%s: refused within 5 s of processor and 128 MiB', async (name) => {
    const args = [child.program, chain, 'CN=alb.mssante.test,C=FR', `${addressOf(web)}/${name}`];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const cost: Cost = JSON.parse(stdout);
    expect(cost.verdict).toBe(HOSTILE[name]?.[1]);
    expect(cost.cpuMs).toBeLessThan(5_000);
    expect((cost.peakBytes - cost.startBytes) / MEBIBYTE).toBeLessThan(128);
    expect(calls).toBe(0);
  });
});
