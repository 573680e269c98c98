import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestIdentity, TestIgc } from '@cachet/testkit/pki';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServerIdentity } from './server-identity.js';

let folder: string;
let identity: TestIdentity;
let files: { readonly certFile: string; readonly keyFile: string };

beforeAll(async () => {
  identity = await (await TestIgc.create()).issue();
  folder = mkdtempSync(join(tmpdir(), 'cachet-identity-'));
  files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  writeFileSync(files.certFile, identity.cert);
  writeFileSync(files.keyFile, identity.key);
});
afterAll(() => rmSync(folder, { recursive: true }));

function openedWith(mode: number): ServerIdentity {
  chmodSync(files.keyFile, mode);
  return new ServerIdentity(files);
}

describe('EX_SSI_5100 (B09): access to the private key is limited', () => {
  it.each([0o644, 0o604, 0o606, 0o601])('a key with rights %o serves nobody', (mode) => {
    expect(() => openedWith(mode)).toThrow(/any account of the machine may use the private key/);
  });

  it.each([0o400, 0o600, 0o640])('a key with rights %o serves', (mode) => {
    const opened = openedWith(mode);
    expect(opened.pair().key.toString()).toBe(identity.key);
    opened.close();
  });

  it('a renewed key that anybody may read is passed over', () => {
    const faults: unknown[] = [];
    chmodSync(files.keyFile, 0o600);
    const opened = new ServerIdentity(files, (fault) => faults.push(fault));
    chmodSync(files.keyFile, 0o644);
    opened.reload();
    expect(opened.pair().key.toString()).toBe(identity.key);
    expect(String(faults[0])).toContain('private key');
    opened.close();
  });
});
