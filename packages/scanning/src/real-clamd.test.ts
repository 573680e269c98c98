import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { EICAR } from '@cachet/testkit/clamd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Antivirus } from './antivirus.js';

const LARGEST = 26_214_400 + 65_536;
/** The digest and size of EICAR's test file. */
const SIGNATURE = '44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n';

const program = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  .map((folder) => join(folder, 'clamd'))
  .find(isProgram);
if (!program) process.stdout.write('no clamd on this machine: what the real one says is not tried here\n');

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A zip archive of one entry (APPNOTE §4.3.7, §4.3.12, §4.3.16). */
function zipOf(content: Buffer, isEncrypted = false): Buffer {
  const packed = deflateRawSync(content);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(isEncrypted ? 1 : 0, 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(1, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from('a'), packed]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00'),
    fields,
    Buffer.alloc(14),
    Buffer.from('a'),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function letterWith(content: Buffer): Buffer {
  const lines = content.toString('base64').replace(/.{76}/g, '$&\r\n');
  return Buffer.from(
    [
      'From: a@b.fr',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="x"',
      '',
      '--x',
      'Content-Type: application/octet-stream; name="a.bin"',
      'Content-Transfer-Encoding: base64',
      '',
      lines,
      '--x--',
      '',
    ].join('\r\n'),
  );
}

describe.skipIf(!program)('EX_SSI_5090: the clamd of this machine', () => {
  let folder: string;
  let child: ChildProcess;
  let antivirus: Antivirus;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cachet-clamd-'));
    mkdirSync(join(folder, 'signatures'));
    writeFileSync(join(folder, 'signatures', 'eicar.hdb'), SIGNATURE);
    const settings = [
      'Foreground yes',
      `DatabaseDirectory ${join(folder, 'signatures')}`,
      `LocalSocket ${join(folder, 'clamd.ctl')}`,
      'StreamMaxLength 64M',
      'MaxFileSize 64M',
      'MaxScanSize 400M',
      'AlertExceedsMax yes',
      'AlertEncrypted yes',
    ];
    writeFileSync(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`);
    child = spawn(program ?? '', ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
    antivirus = new Antivirus({ addresses: [{ path: join(folder, 'clamd.ctl') }], largest: LARGEST });
    await antivirus.start();
    while (antivirus.isDown && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await antivirus.scan(scannable(Buffer.from('x')));
    }
  });
  afterAll(async () => {
    antivirus.close();
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
    await promise;
    rmSync(folder, { recursive: true });
  });

  function scannable(bytes: Buffer) {
    return {
      size: bytes.length,
      async *open() {
        yield bytes;
      },
    };
  }

  async function live(bytes: Buffer) {
    const scan = antivirus.begin();
    for (let at = 0; at < bytes.length; at += 16_384) await scan.write(bytes.subarray(at, at + 16_384));
    return scan.verdict(scannable(bytes));
  }

  it('proves that it reads the largest letter whole', () => expect(antivirus.state()).toEqual({ ok: true }));

  it('finds EICAR’s file in a part, and in an archive in an archive', async () => {
    expect(await live(letterWith(Buffer.from('sain')))).toEqual({ kind: 'clean' });
    for (const content of [EICAR, zipOf(EICAR), zipOf(zipOf(EICAR))]) {
      expect(await live(letterWith(content))).toMatchObject({ kind: 'infected', nature: 'malware' });
    }
  });

  it('names what it cannot open and what is nested too deep', async () => {
    expect(await live(letterWith(zipOf(EICAR, true)))).toMatchObject({
      ...{ kind: 'infected', nature: 'encrypted', signature: 'Heuristics.Encrypted.Zip' },
    });
    let nested = zipOf(EICAR);
    for (let depth = 0; depth < 30; depth += 1) nested = zipOf(nested);
    expect(await live(letterWith(nested))).toMatchObject({ kind: 'infected', nature: 'tooDeep' });
  });
});
