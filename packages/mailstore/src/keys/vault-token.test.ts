import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../store-faults.js';
import { FakeVault } from './fake-vault.contract.js';
import { openMasterKey } from './open-master-key.js';
import { FollowedToken, RenewedToken } from './vault-token.js';

let vault: FakeVault;
let log: { error(facts: object, message: string): void; readonly told: string[] };
beforeEach(async () => {
  vault = await FakeVault.start();
  const told: string[] = [];
  log = { told, error: (facts, message) => void told.push(`${message} ${JSON.stringify(facts)}`) };
});
afterEach(() => vault.stop());

const token = (name = 'fictional-token') =>
  new RenewedToken(name, { url: vault.url, namespace: 'sante' }, log);

describe('A Vault token given at the start', () => {
  it('is renewed before it ends, for as long as that is allowed', async () => {
    vault.admit('fictional-token', { ttl: 60, period: 60 });
    const kept = token();
    for (let turn = 0; turn < 100; turn += 1) vault.pass((await kept.tend()) / 1_000);
    expect(vault.renewed).toHaveLength(100);
    expect(log.told).toEqual([]);
  });

  it('that never ends is left alone', async () => {
    vault.admit('fictional-token');
    expect(await token().tend()).toBe(3_600_000);
    expect(vault.renewed).toEqual([]);
    expect(log.told).toEqual([]);
  });

  it('is told of while there is time, when it may not be renewed or only for what is left of its longest life', async () => {
    vault.admit('fixed', { ttl: 7_200, renewable: false });
    vault.admit('old', { ttl: 3_600, longest: 4_000 });
    await token('fixed').tend();
    expect(log.told).toEqual([
      'the Vault token ends within a day and cannot be renewed: give another one before {"secondsLeft":7200}',
    ]);
    const old = token('old');
    await old.tend();
    for (let turn = 0; turn < 3; turn += 1) {
      vault.pass(1_200);
      await old.tend();
    }
    expect(log.told.slice(1)).toEqual([
      'the Vault token ends within a day and cannot be renewed: give another one before {"secondsLeft":2800}',
    ]);
  });

  it('is told of again when only a day is left', async () => {
    vault.admit('fixed', { ttl: 200_000, renewable: false });
    const fixed = token('fixed');
    await fixed.tend();
    vault.pass(150_000);
    await fixed.tend();
    await fixed.tend();
    expect(log.told.map((line) => line.replace(/ and .*/, ''))).toEqual([
      'the Vault token ends in days',
      'the Vault token ends within a day',
    ]);
  });

  it('is tried again soon when Vault is away or refuses it, told once, and nothing of it is shown', async () => {
    vault.admit('fictional-token', { ttl: 60, period: 60 });
    const kept = token();
    await kept.tend();
    vault.isSealed = true;
    for (let turn = 0; turn < 3; turn += 1) expect(await kept.tend()).toBe(15_000);
    vault.isSealed = false;
    vault.pass(50);
    expect(await kept.tend()).toBe(20_000);
    vault.pass(100);
    expect(await kept.tend()).toBe(15_000);
    const sealed = 'Vault does not answer: its token could not be renewed {"status":503}';
    expect(log.told).toEqual([sealed, 'Vault refuses its token {"status":403}']);
    const away = new RenewedToken('fictional-token', { url: 'http://127.0.0.1:9/v1' }, log);
    expect(await away.tend()).toBe(15_000);
    expect(log.told.at(-1)).toBe('Vault does not answer: its token could not be renewed {}');
    expect(log.told.join()).not.toContain('fictional');
  });

  it('serves from the first question on, and is tended from the start', async () => {
    vault.admit('fictional-token', { ttl: 60, period: 60 });
    const master = openMasterKey(
      {
        CACHET_VAULT_TRANSIT_URL: `${vault.url}/transit`,
        CACHET_VAULT_TRANSIT_KEY: 'cachet',
        CACHET_VAULT_NAMESPACE: 'sante',
        CACHET_VAULT_TOKEN: 'fictional-token',
      },
      log,
    );
    const wrapped = await master.wrap(new Uint8Array(32), 'tenant a');
    expect(await master.unwrap(wrapped, 'tenant a')).toHaveLength(32);
    await expect.poll(() => vault.renewed).toEqual(['fictional-token']);
  });
});

describe('A Vault token that an agent replaces', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cachet-vault-'));
    file = path.join(folder, 'token');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const replaced = async (text: string) => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };

  it('is read anew, and the last one serves while there is none to read', async () => {
    const followed = new FollowedToken(file, log);
    await expect(followed.current()).rejects.toThrow(StoreUnavailable);
    await replaced('first\n');
    expect(await followed.current()).toBe('first');
    await replaced('second');
    expect(await followed.current()).toBe('second');
    await replaced('');
    expect(await followed.current()).toBe('second');
    await rm(file);
    expect(await followed.current()).toBe('second');
    expect(log.told).toHaveLength(2);
  });

  it('opens keys after the former one has ended', async () => {
    vault.admit('first', { ttl: 60 });
    vault.admit('second', { ttl: 600 });
    await replaced('first');
    const master = openMasterKey(
      {
        CACHET_VAULT_TRANSIT_URL: `${vault.url}/transit`,
        CACHET_VAULT_TRANSIT_KEY: 'cachet',
        CACHET_VAULT_NAMESPACE: 'sante',
        CACHET_VAULT_AGENT_TOKEN: file,
      },
      log,
    );
    const wrapped = await master.wrap(new Uint8Array(32), 'tenant a');
    vault.pass(60);
    await expect(master.unwrap(wrapped, 'tenant a')).rejects.toThrow(StoreUnavailable);
    await replaced('second');
    expect(await master.unwrap(wrapped, 'tenant a')).toHaveLength(32);
    expect(vault.renewed).toEqual([]);
  });

  it('and one given beside it are refused at the start', () => {
    const both = { CACHET_VAULT_TOKEN: 'x', CACHET_VAULT_AGENT_TOKEN: file };
    const where = { CACHET_VAULT_TRANSIT_URL: `${vault.url}/transit`, CACHET_VAULT_TRANSIT_KEY: 'cachet' };
    expect(() => openMasterKey({ ...where, ...both })).toThrow(/CACHET_VAULT_AGENT_TOKEN/);
    expect(() => openMasterKey(where)).toThrow(/CACHET_VAULT_TOKEN/);
  });
});
