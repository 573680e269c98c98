import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../store-faults.js';
import { VaultTransitKey } from './vault-transit-key.js';

/** As Vault's transit engine answers `encrypt` and `decrypt` of one key; whatever else it is asked, it refuses. */
class FakeVault {
  readonly #kept = new Map<string, { plaintext: string; associated: string }>();
  readonly refused: string[] = [];
  version = 1;
  isSealed = false;

  async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    if (this.isSealed) return { status: 503, body: { errors: ['Vault is sealed'] } };
    const body = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString());
    const isAllowed =
      request.method === 'POST' &&
      request.headers['x-vault-token'] === 'fictional-token' &&
      request.headers['x-vault-namespace'] === 'sante' &&
      typeof body.associated_data === 'string';
    if (isAllowed && request.url === '/v1/transit/encrypt/cachet') return this.#encrypt(body);
    if (isAllowed && request.url === '/v1/transit/decrypt/cachet') return this.#decrypt(body);
    this.refused.push(`${request.method} ${request.url}`);
    return { status: 403, body: { errors: ['permission denied'] } };
  }

  #encrypt({ plaintext, associated_data: associated }: Record<string, string>) {
    const ciphertext = `vault:v${this.version}:${Buffer.from(String(this.#kept.size)).toString('base64')}`;
    this.#kept.set(ciphertext, { plaintext: plaintext ?? '', associated: associated ?? '' });
    return { status: 200, body: { data: { ciphertext, key_version: this.version } } };
  }

  #decrypt({ ciphertext, associated_data: associated }: Record<string, string>) {
    const kept = this.#kept.get(ciphertext ?? '');
    return kept?.associated === associated
      ? { status: 200, body: { data: { plaintext: kept?.plaintext } } }
      : { status: 400, body: { errors: ['cipher: message authentication failed'] } };
  }
}

let vault: FakeVault;
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    void vault.answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/transit/`;
});
beforeEach(() => {
  vault = new FakeVault();
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const transit = (change = {}) =>
  new VaultTransitKey({ url, key: 'cachet', token: 'fictional-token', namespace: 'sante', ...change });

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
      transit({ token: 'another' }).unwrap(wrapped, 'tenant a'),
      transit({ url: 'http://127.0.0.1:9/v1/transit' }).unwrap(wrapped, 'tenant a'),
    ].map((attempt) => attempt.catch((fault: unknown) => fault));
    vault.isSealed = true;
    const sealed = transit()
      .unwrap(wrapped, 'tenant a')
      .catch((fault: unknown) => fault);
    for (const fault of await Promise.all([...faults, sealed])) {
      expect(fault).toBeInstanceOf(StoreUnavailable);
      expect(String(fault)).not.toMatch(/token|another|MDEy/);
    }
  });
});
