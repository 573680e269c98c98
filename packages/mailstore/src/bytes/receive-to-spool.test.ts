import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, granted, inPieces, whole } from '../mail-world.contract.js';
import { receiveToSpool, sweepSpool } from './receive-to-spool.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cachet-spool-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** More than one letter may hold in memory. */
const large = Buffer.alloc(3_000_000, `\r\n${'x'.repeat(998)}\r\n`);

/** What is still needed: buffers that wait for the collector would count too. */
function memoryHeld(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().arrayBuffers;
}

function objectsHeld(): number {
  memoryHeld();
  return process.memoryUsage().heapUsed;
}

describe('Receiving a message', () => {
  it('can be read as often as asked, large or small, and keeps no named file', async () => {
    for (const bytes of [Buffer.from('Subject: x\r\n\r\n'), large]) {
      const received = granted(await receiveToSpool(inPieces(bytes, 1000), { folder, limit: 5_000_000 }));
      expect(await readdir(folder)).toEqual([]);
      expect((await whole(received.open())).equals(bytes)).toBe(true);
      expect((await whole(received.open())).equals(bytes)).toBe(true);
      expect(received.size).toBe(bytes.length);
      await received.dispose();
    }
  });

  it('is refused one octet beyond the limit, and not before', async () => {
    const at = await receiveToSpool(inPieces(large, 9999), { folder, limit: large.length });
    expect(codeOf(at)).toBe('ok');
    await granted(at).dispose();
    const beyond = await receiveToSpool(inPieces(large, 9999), { folder, limit: large.length - 1 });
    expect(beyond).toMatchObject({ refusal: { code: 'messageTooLarge', detail: { limit: '2999999' } } });
  });

  it('goes to disk, whatever the sizes, once letters together hold their share of memory', async () => {
    const middling = Buffer.alloc(2_000_000, `\r\n${'y'.repeat(998)}\r\n`);
    const receive = () => receiveToSpool(inPieces(middling, 65_536), { folder, limit: 5_000_000 });
    const before = memoryHeld();
    const received = (await Promise.all(Array.from({ length: 60 }, receive))).map(granted);
    expect(memoryHeld() - before).toBeLessThan(90_000_000);
    for (const letter of received) {
      expect((await whole(letter.open())).equals(middling)).toBe(true);
      await letter.dispose();
    }
  });

  it('costs its octets, not as many buffers, when they come one by one', async () => {
    const body = Buffer.alloc(60_000, `\r\n${'z'.repeat(70)}\r\n`);
    const before = objectsHeld();
    const received = [];
    for (let letter = 0; letter < 20; letter += 1)
      received.push(granted(await receiveToSpool(inPieces(body, 1), { folder, limit: 100_000 })));
    expect(objectsHeld() - before).toBeLessThan(20_000_000);
    for (const letter of received) {
      expect((await whole(letter.open())).equals(body)).toBe(true);
      await letter.dispose();
    }
  });

  it('does not read on once it is refused', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield Buffer.alloc(1000);
      }
    }
    await receiveToSpool(endless(), { folder, limit: 10_000 });
    expect(given).toBe(11);
  });

  it('keeps its own copy of what a sender reuses', async () => {
    async function* reusing() {
      const buffer = Buffer.from('aaaa');
      yield buffer;
      buffer.fill('b');
      yield buffer;
    }
    const received = granted(await receiveToSpool(reusing(), { folder, limit: 100 }));
    expect((await whole(received.open())).toString()).toBe('aaaabbbb');
  });

  it('ends with the fault of its source, and leaves nothing behind', async () => {
    async function* broken() {
      yield large;
      throw new Error('connection lost');
    }
    await expect(receiveToSpool(broken(), { folder, limit: 5_000_000 })).rejects.toThrow('connection lost');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not hurt by the start of another process, which removes what a killed one left', async () => {
    const received = granted(await receiveToSpool(inPieces(large, 65_536), { folder, limit: 5_000_000 }));
    await writeFile(path.join(folder, 'left.eml'), '');
    await sweepSpool(folder);
    expect(await readdir(folder)).toEqual([]);
    expect((await whole(received.open())).equals(large)).toBe(true);
    await received.dispose();
    await sweepSpool(path.join(folder, 'never made'));
  });
});
