import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../store-faults.js';
import { FakeVault } from './fake-vault.contract.js';
import type { VaultToken } from './vault-token.js';
import { VaultTransitKey } from './vault-transit-key.js';

let vault: FakeVault;
beforeEach(async () => {
  vault = await FakeVault.start();
  vault.admit('fictional-token');
});
afterEach(() => vault.stop());

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const always = (token: string): VaultToken => ({ current: async () => token });
const transit = (change = {}) =>
  new VaultTransitKey({
    url: `${vault.url}/transit/`,
    key: 'cachet',
    token: always('fictional-token'),
    namespace: 'sante',
    ...change,
  });

describe('A master key held by Vault', () => {
  it('wraps and opens, and tells which version wrapped', async () => {
    const first = await transit().wrap(key, 'tenant a');
    vault.version = 2;
    const second = await transit().wrap(key, 'tenant a');
    expect([first.master, second.master]).toEqual(['vault:v1', 'vault:v2']);
    for (const wrapped of [first, second])
      expect(Buffer.from(await transit().unwrap(wrapped, 'tenant a')).equals(key)).toBe(true);
    expect(vault.refused).toEqual([]);
  });

  it('opens nothing for another owner', async () => {
    const wrapped = await transit().wrap(key, 'tenant a');
    await expect(transit().unwrap(wrapped, 'tenant b')).rejects.toThrow(StoreUnavailable);
  });

  it('is unavailable, and says nothing of the key, when Vault is sealed, away, or refuses the token', async () => {
    const wrapped = await transit().wrap(key, 'tenant a');
    const faults = [
      transit({ token: always('another') }).unwrap(wrapped, 'tenant a'),
      transit({ url: 'http://127.0.0.1:9/v1/transit' }).unwrap(wrapped, 'tenant a'),
    ].map((attempt) => attempt.catch((fault: unknown) => fault));
    const told = await Promise.all(faults);
    vault.isSealed = true;
    const sealed = await transit()
      .unwrap(wrapped, 'tenant a')
      .catch((fault: unknown) => fault);
    for (const fault of [...told, sealed]) {
      expect(fault).toBeInstanceOf(StoreUnavailable);
      expect(String(fault)).not.toMatch(/token|another|MDEy/);
    }
  });

  it('asks again, once, when its token was replaced while it was refused', async () => {
    const wrapped = await transit().wrap(key, 'tenant a');
    let shown = 'former';
    vault.onRefused = () => {
      shown = 'fictional-token';
    };
    const token = { current: async () => shown };
    expect(Buffer.from(await transit({ token }).unwrap(wrapped, 'tenant a')).equals(key)).toBe(true);
    let turn = 0;
    const restless = { current: async () => `unknown ${turn++}` };
    await expect(transit({ token: restless }).unwrap(wrapped, 'tenant a')).rejects.toThrow(StoreUnavailable);
    expect(turn).toBeLessThan(4);
  });
});
