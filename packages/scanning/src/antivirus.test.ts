import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import type { ScanVerdict } from '@cachet/mss-core';
import { EICAR, FakeClamd } from '@cachet/testkit/clamd';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Antivirus, type AntivirusOptions, type Scannable } from './antivirus.js';
import { ClamdStream } from './clamd/clamd-stream.js';

const LARGEST = 200_000;
const CLEAN = { kind: 'clean' };
const INFECTED = { kind: 'infected', signature: 'Eicar-Test-Signature', nature: 'malware' };

let clamd: FakeClamd;
const opened: Antivirus[] = [];
const clamds: FakeClamd[] = [];

beforeEach(async () => {
  clamd = await another();
});
afterEach(async () => {
  for (const antivirus of opened.splice(0)) antivirus.close();
  await Promise.all(clamds.splice(0).map((running) => running.stop()));
});

async function another(port = 0): Promise<FakeClamd> {
  const running = await FakeClamd.start(port);
  clamds.push(running);
  return running;
}

async function antivirusOn(
  addresses: FakeClamd[],
  options: Partial<AntivirusOptions> = {},
): Promise<Antivirus> {
  const antivirus = new Antivirus({
    addresses: addresses.map(({ address }) => address),
    largest: LARGEST,
    ...options,
  });
  opened.push(antivirus);
  await antivirus.start();
  return antivirus;
}

function letter(text: string | Buffer): Scannable {
  const bytes = Buffer.from(text);
  return {
    size: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}

/** A port whose process accepts nothing, and whose queue is full: connections to it are neither made nor refused. */
async function deafPort(): Promise<{ readonly port: number; stop(): void }> {
  const script = `const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [told] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(told);
  const queue: Socket[] = [];
  for (let isTaken = true; isTaken; ) {
    const socket = createConnection(port, '127.0.0.1');
    queue.push(socket.on('error', () => undefined));
    isTaken = await Promise.race([once(socket, 'connect').then(() => true), after(300, false)]);
  }
  return {
    port,
    stop: () => {
      for (const socket of queue) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}

/** As the spool does: every byte given while it arrives, then the verdict. */
async function live(antivirus: Antivirus, scannable: Scannable): Promise<ScanVerdict> {
  const scan = antivirus.begin();
  for await (const bytes of scannable.open()) await scan.write(bytes);
  return scan.verdict(scannable);
}

describe('EX_SSI_5090: a letter given to the scanner while it arrives', () => {
  it('is clean or infected as clamd says, the name of what was found included', async () => {
    const antivirus = await antivirusOn([clamd]);
    expect(await live(antivirus, letter('Bonjour'))).toEqual(CLEAN);
    expect(await live(antivirus, letter(EICAR))).toEqual(INFECTED);
    expect(antivirus.state()).toEqual({ ok: true });
  });

  it('may be empty, or come in a thousand pieces', async () => {
    const antivirus = await antivirusOn([clamd]);
    expect(await live(antivirus, letter(''))).toEqual(CLEAN);
    const scan = antivirus.begin();
    for (const byte of EICAR) await scan.write(Buffer.of(byte));
    expect(await scan.verdict(letter(EICAR))).toEqual(INFECTED);
  });

  it.each([
    ['Heuristics.Encrypted.Zip', 'encrypted'],
    ['Heuristics.Limits.Exceeded.MaxRecursion', 'tooDeep'],
    ['Win.Test.EICAR_HDB-1', 'malware'],
  ])('%s is of the nature %s', async (signature, nature) => {
    const antivirus = await antivirusOn([clamd]);
    clamd.conducts = [{ kind: 'says', reply: `stream: ${signature} FOUND` }];
    expect(await live(antivirus, letter('zip'))).toEqual({ kind: 'infected', signature, nature });
  });

  it('is scanned once more, on another connection, when clamd is killed in the middle', async () => {
    const antivirus = await antivirusOn([clamd]);
    const before = clamd.letters;
    clamd.conducts = [{ kind: 'diesAfter', octets: 10 }, { kind: 'scans' }];
    const bytes = Buffer.concat([Buffer.alloc(100_000), EICAR]);
    expect(await live(antivirus, letter(bytes))).toEqual(INFECTED);
    expect(clamd.letters).toBeGreaterThanOrEqual(before + 2);
  });

  it('goes to another scanner when one was killed for good', async () => {
    const second = await another();
    const antivirus = await antivirusOn([clamd, second]);
    await clamd.stop();
    for (let n = 0; n < 4; n += 1) expect(await live(antivirus, letter(EICAR))).toEqual(INFECTED);
    expect(antivirus.isDown).toBe(false);
    expect(antivirus.state()).toMatchObject({ ok: false, reason: 'one of several does not answer' });
  });
});

describe('EX_SSI_5090: what could not be scanned whole', () => {
  it('is unscanned when clamd dies twice, hangs, or says that it failed', async () => {
    const antivirus = await antivirusOn([clamd], { times: { answerMs: 200 } });
    clamd.conducts = [{ kind: 'silent' }];
    expect(await live(antivirus, letter('x'))).toMatchObject({ kind: 'unscanned' });
    clamd.conducts = [{ kind: 'diesAfter', octets: 1 }];
    expect(await live(antivirus, letter('x'))).toEqual({ kind: 'unscanned', obstacle: 'unreachable' });
  });

  it('is left after the time a connection may take when clamd is not there at all, however short the letter', async () => {
    const silent = await deafPort();
    try {
      const times = { connectMs: 200, silenceMs: 60_000, answerMs: 60_000 };
      const stream = new ClamdStream({ host: '127.0.0.1', port: silent.port }, times);
      await stream.write(Buffer.from('x'));
      expect(await stream.end()).toBeNull();
      expect(stream.wasSilent).toBe(true);
    } finally {
      silent.stop();
    }
  });

  it('is never ended by a piece of no octets', async () => {
    const antivirus = await antivirusOn([clamd]);
    const pieces = [Buffer.from('From: a\r\n\r\n'), Buffer.alloc(0), EICAR];
    const scannable: Scannable = {
      size: Buffer.concat(pieces).length,
      async *open() {
        yield* pieces;
      },
    };
    expect(await live(antivirus, scannable)).toEqual(INFECTED);
    expect(await antivirus.scan(scannable)).toEqual(INFECTED);
  });

  it.each([
    'stream: Can’t allocate memory ERROR',
    'stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND',
    '',
  ])('is unscanned at the answer %j', async (reply) => {
    const antivirus = await antivirusOn([clamd]);
    clamd.conducts = [{ kind: 'says', reply }];
    expect(await live(antivirus, letter('x'))).toMatchObject({ kind: 'unscanned' });
  });

  it('is unscanned beyond StreamMaxLength, and said before by readiness', async () => {
    clamd.conducts = [{ kind: 'limit', octets: 120_000 }];
    const antivirus = await antivirusOn([clamd]);
    expect(antivirus.state()).toEqual({
      ok: false,
      reason:
        'scans letters up to 100000 octets of 200000: raise StreamMaxLength, MaxScanSize and MaxFileSize',
    });
    expect(await live(antivirus, letter(Buffer.alloc(130_000)))).toEqual({
      kind: 'unscanned',
      obstacle: 'tooLarge',
    });
    // clamd says OK of it, and of as much it has not proved that it reads the whole.
    expect(await live(antivirus, letter(Buffer.alloc(110_000)))).toEqual({
      kind: 'unscanned',
      obstacle: 'tooLarge',
    });
    expect(await live(antivirus, letter(Buffer.alloc(90_000)))).toEqual(CLEAN);
  });

  it('is everything, while a scanner finds nothing in what is known to be infected', async () => {
    clamd.conducts = [{ kind: 'says', reply: 'stream: OK' }];
    const antivirus = await antivirusOn([clamd]);
    expect(antivirus.state()).toEqual({ ok: false, reason: 'a known virus is not found' });
    expect(await live(antivirus, letter('Bonjour'))).toMatchObject({ kind: 'unscanned' });
  });

  it('is everything, while a scanner hangs, which keeps nobody from starting', async () => {
    clamd.conducts = [{ kind: 'silent' }];
    const antivirus = new Antivirus({
      ...{ addresses: [clamd.address], largest: LARGEST },
      times: { answerMs: 100 },
    });
    opened.push(antivirus);
    await antivirus.start(1);
    expect(antivirus.isDown).toBe(true);
    expect(await live(antivirus, letter('x'))).toMatchObject({ kind: 'unscanned' });
  });

  it('goes to the scanner that reads as much, when they differ', async () => {
    const small = await another();
    small.conducts = [{ kind: 'limit', octets: 60_000 }];
    const antivirus = await antivirusOn([small, clamd]);
    for (let n = 0; n < 4; n += 1) {
      expect(await live(antivirus, letter(Buffer.alloc(150_000)))).toEqual(CLEAN);
      expect(await live(antivirus, letter('x'))).toEqual(CLEAN);
    }
  });

  it('tells an outage once, its end once, and scans again at once when clamd is back', async () => {
    const told: boolean[] = [];
    const antivirus = await antivirusOn([clamd], { onOutage: (isDown) => told.push(isDown) });
    await clamd.stop();
    for (let n = 0; n < 3; n += 1) {
      expect(await live(antivirus, letter('x'))).toEqual({ kind: 'unscanned', obstacle: 'unreachable' });
    }
    expect(antivirus.state()).toMatchObject({ ok: false });
    await another(clamd.port);
    expect(await live(antivirus, letter(EICAR))).toEqual(INFECTED);
    expect(told).toEqual([false, true, false]);
  });
});

describe('many letters at once', () => {
  it('have so many places at the scanner; the others are scanned from the spool in turn', async () => {
    const antivirus = await antivirusOn([clamd], { places: { live: 2, again: 1 } });
    clamd.mostStreams = 0;
    const verdicts = await Promise.all(
      Array.from({ length: 12 }, (_, n) => live(antivirus, letter(n % 2 ? EICAR : 'Bonjour'))),
    );
    expect(verdicts.map(({ kind }) => kind)).toEqual(
      Array.from({ length: 12 }, (_, n) => (n % 2 ? 'infected' : 'clean')),
    );
    expect(clamd.mostStreams).toBeLessThanOrEqual(3);
  });

  it('keep no place when their senders pause: they are scanned once they are whole', async () => {
    const antivirus = await antivirusOn([clamd], { times: { silenceMs: 50 }, places: { live: 1, again: 1 } });
    const slow = antivirus.begin();
    await slow.write(Buffer.from('X5O'));
    const { promise: paused, resolve } = Promise.withResolvers<void>();
    const poll = setInterval(() => clamd.streams === 0 && resolve(), 5);
    await paused;
    clearInterval(poll);
    await slow.write(EICAR.subarray(3));
    const checks = clamd.heard.filter((command) => command === 'PING').length;
    expect(await slow.verdict(letter(EICAR))).toEqual(INFECTED);
    // A slow sender is no fault of the scanner, which is not asked to prove itself again.
    expect(clamd.heard.filter((command) => command === 'PING').length).toBe(checks);
  });

  it('wait for a scanner that does not read, instead of filling memory: 20 letters of 10 MB', async () => {
    const antivirus = await antivirusOn([clamd], { largest: 11 * 2 ** 20 });
    const piece = Buffer.alloc(64 * 1024);
    const pulled = Array.from({ length: 20 }, () => 0);
    clamd.isReading = false;
    const scans = pulled.map(async (_, n) => {
      const scan = antivirus.begin();
      for (let at = 0; at < 160; at += 1) {
        pulled[n] = (pulled[n] ?? 0) + piece.length;
        await scan.write(piece);
      }
      scan.abandon();
    });
    const total = () => pulled.reduce((sum, octets) => sum + octets, 0);
    await untilStill(total);
    // What the sockets of the system hold, and one piece each in our hands.
    expect(total()).toBeLessThan(20 * 6 * 2 ** 20);
    const held = process.memoryUsage().arrayBuffers;
    expect(held).toBeLessThan(64 * 2 ** 20);
    clamd.isReading = true;
    await Promise.all(scans);
    expect(total()).toBe(20 * 160 * piece.length);
  });
});

async function untilStill(figure: () => number): Promise<void> {
  for (let last = -1; last !== figure(); ) {
    last = figure();
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
