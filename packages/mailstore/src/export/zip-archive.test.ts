import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { inPieces, whole } from '../mail-world.contract.js';
import { zipArchive } from './zip-archive.js';
import type { ZipFile } from './zip-file.js';
import { centralRecord, endOfArchive, localHeader } from './zip-records.js';

const folder = mkdtempSync(join(tmpdir(), 'cachet-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = new Date('2024-02-29T23:59:58Z');

async function* each<T>(all: Iterable<T>): AsyncGenerator<T> {
  yield* all;
}

function fileOf(path: string, bytes: Uint8Array, atMost?: number): ZipFile {
  return { path, at, bytes: inPieces(bytes, 10_007), ...(atMost === undefined ? {} : { atMost }) };
}

/** What Info-ZIP says of an archive, or of one file in it. */
function infoZip(bytes: Uint8Array, option: string, ...files: string[]): Buffer {
  const name = join(folder, 'archive.zip');
  writeFileSync(name, bytes);
  const env = { ...process.env, TZ: 'UTC' };
  return execFileSync('unzip', [option, name, ...files], { env, maxBuffer: 64 * 2 ** 20 });
}

describe('an archive written file by file', () => {
  it('gives each file back to the octet, empty, short, long, and announced as larger than four gigabytes', async () => {
    const contents = new Map([
      ['empty', Buffer.alloc(0)],
      ['dossier/été.eml', Buffer.from('Bonjour')],
      ['long', Buffer.alloc(3_000_000, 'From abc\r\n')],
      ['random', randomBytes(1_000_000)],
      ['edge', randomBytes(256 * 1024)],
      ['vast', randomBytes(400_000)],
    ]);
    const files = [...contents].map(([path, bytes]) =>
      fileOf(path, bytes, path === 'vast' ? 2 ** 33 : undefined),
    );
    const archive = await whole(zipArchive(each(files)));
    infoZip(archive, '-tqq');
    for (const [path, bytes] of contents) expect(infoZip(archive, '-p', path).equals(bytes)).toBe(true);
    expect(infoZip(archive, '-Zl').toString()).toMatch(/^-rw-------.* 24-Feb-29 23:59 .*vast$/m);
  });

  it('may hold more files than sixteen bits count', () => {
    const content = Buffer.from([3, 0]);
    const sums = { crc: 0, size: 0, packed: content.length };
    const [body, directory]: [Buffer[], Buffer[]] = [[], []];
    let offset = 0;
    const LETTERS = 70_000;
    for (let letter = 1; letter <= LETTERS; letter += 1) {
      const entry = { path: `${letter}.eml`, at, isStreamed: false, isVast: false };
      const header = localHeader(entry, sums);
      directory.push(centralRecord(entry, sums, offset));
      body.push(header, content);
      offset += header.length + content.length;
    }
    const records = Buffer.concat(directory);
    const end = endOfArchive(LETTERS, records.length, offset);
    const names = infoZip(Buffer.concat([...body, records, end]), '-Z1')
      .toString()
      .trim()
      .split('\n');
    expect(names).toHaveLength(LETTERS);
    expect(names.at(-1)).toBe(`${LETTERS}.eml`);
  });

  it('keeps nothing of the files that it has, however many they are', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const seen: WeakRef<ZipFile>[] = [];
    let alive = 0;
    async function* files(): AsyncGenerator<ZipFile> {
      for (let letter = 0; letter < 500; letter += 1) {
        const file = fileOf(`${letter}.eml`, Buffer.alloc(letter % 2 === 0 ? 10 : 300_000));
        seen.push(new WeakRef(file));
        yield file;
      }
      await new Promise((resolve) => setImmediate(resolve));
      collect();
      alive = seen.filter((file) => file.deref()).length;
    }
    await whole(zipArchive(files()));
    expect(alive).toBeLessThan(5);
  });
});
