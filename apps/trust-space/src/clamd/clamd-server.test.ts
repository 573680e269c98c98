import { createConnection } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listening } from '../http/server.js';
import { ClamdBehaviour } from './clamd-behaviour.js';
import { startClamd } from './clamd-server.js';

const EICAR = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-' + 'ANTIVIRUS-TEST-FILE!$H+H*');

let clamd: Listening;
let behaviour: ClamdBehaviour;

beforeEach(async () => {
  behaviour = new ClamdBehaviour();
  clamd = await startClamd(0, behaviour);
});
afterEach(() => clamd.close());

/** What it answers before it closes. */
function ask(...pieces: (string | Buffer)[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = createConnection(clamd.port, '127.0.0.1');
  let said = '';
  socket.on('data', (bytes) => (said += bytes.toString('latin1')));
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(said));
  for (const piece of pieces) socket.write(piece);
  return promise;
}

function frame(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const scan = (...chunks: Buffer[]) => ask('zINSTREAM\0', ...chunks.map(frame), Buffer.alloc(4));

function letterWith(content: Buffer): Buffer {
  const lines = content.toString('base64').replace(/.{76}/g, '$&\r\n');
  return Buffer.from(
    `From: a@b.fr\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n--x\r\n` +
      `Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n--x--\r\n`,
  );
}

/** A zip archive of one deflated entry (APPNOTE §4.3.7, §4.3.12). */
function zipOf(content: Buffer, { isEncrypted = false, size = content.length } = {}): Buffer {
  const packed = deflateRawSync(content);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(isEncrypted ? 1 : 0, 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(1, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from('a'), packed]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00'),
    fields,
    Buffer.alloc(14),
    Buffer.from('a'),
  ]);
  return Buffer.concat([local, central]);
}

describe('the simulated scanner', () => {
  it('answers PING and VERSION, in both forms', async () => {
    expect(await ask('zPING\0')).toBe('PONG\0');
    expect(await ask('nPING\n')).toBe('PONG\n');
    expect(await ask('zVERSION\0')).toMatch(/^ClamAV .*\0$/);
    expect(await ask('zRELOADED\0')).toBe('UNKNOWN COMMAND\0');
  });

  it('finds EICAR’s file as it is, in pieces, encoded, zipped and zipped again', async () => {
    expect(await scan(Buffer.from('rien'))).toBe('stream: OK\0');
    expect(await scan(Buffer.from('a'), EICAR.subarray(0, 10), EICAR.subarray(10))).toMatch(/Eicar.* FOUND/);
    expect(await scan(letterWith(EICAR))).toMatch(/Eicar.* FOUND/);
    expect(await scan(letterWith(zipOf(EICAR)))).toMatch(/Eicar.* FOUND/);
    expect(await scan(letterWith(zipOf(zipOf(EICAR))))).toMatch(/Eicar.* FOUND/);
    expect(await scan(letterWith(zipOf(Buffer.from('rien'))))).toBe('stream: OK\0');
  });

  it('tells what it cannot open, goes too deep or unpacks too large', async () => {
    expect(await scan(letterWith(zipOf(EICAR, { isEncrypted: true })))).toBe(
      'stream: Heuristics.Encrypted.Zip FOUND\0',
    );
    let nested = zipOf(EICAR);
    for (let depth = 0; depth < 20; depth += 1) nested = zipOf(nested);
    expect(await scan(letterWith(nested))).toBe('stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND\0');
    expect(await scan(letterWith(zipOf(Buffer.from('bombe'), { size: 2 ** 30 })))).toBe(
      'stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND\0',
    );
  });

  it('refuses a stream that is too long, and goes on with the next', async () => {
    behaviour.order({ streamMaxLength: 1000 });
    expect(await scan(Buffer.alloc(600), Buffer.alloc(600))).toBe('INSTREAM size limit exceeded. ERROR\0');
    expect(await scan(Buffer.alloc(600))).toBe('stream: OK\0');
  });

  it('dies in the middle of a letter as often as asked', async () => {
    behaviour.order({ mode: 'dying', times: 1 });
    expect(await scan(Buffer.alloc(2000))).toBe('');
    expect(await scan(Buffer.alloc(2000))).toBe('stream: OK\0');
  });
});
