import { Buffer } from 'node:buffer';
import { StoreUnavailable } from '../store-faults.js';
import type { MasterKey, WrappedKey } from './master-key.js';

export interface VaultTransit {
  /** Of the mounted engine, such as `https://vault.example:8200/v1/transit`. */
  readonly url: string;
  /** Name of the key there: an AEAD key (aes256-gcm96), for the owner is authenticated with it. */
  readonly key: string;
  readonly token: string;
  readonly namespace?: string | undefined;
}

/** Tenants' keys are asked once and kept: a slow answer is an outage. */
const PATIENCE_MS = 5_000;

/**
 * A master key that never leaves Vault (transit secrets engine: `encrypt` and `decrypt`). Rotated there, its newest version wraps; the
 * version is part of what Vault answers (`vault:v3:…`).
 */
export class VaultTransitKey implements MasterKey {
  constructor(private readonly vault: VaultTransit) {}

  async wrap(key: Uint8Array, owner: string): Promise<WrappedKey> {
    const ciphertext = await this.#ask('encrypt', owner, { plaintext: base64(key) }, 'ciphertext');
    const version = /^vault:v\d+(?=:)/.exec(ciphertext)?.[0];
    if (!version) throw new StoreUnavailable('Vault answered something else than a wrapped key');
    return { master: version, wrapped: Buffer.from(ciphertext) };
  }

  async unwrap({ wrapped }: WrappedKey, owner: string): Promise<Uint8Array> {
    const ciphertext = Buffer.from(wrapped).toString('latin1');
    return Buffer.from(await this.#ask('decrypt', owner, { ciphertext }, 'plaintext'), 'base64');
  }

  async #ask(
    act: 'encrypt' | 'decrypt',
    owner: string,
    asked: Readonly<Record<string, string>>,
    wanted: string,
  ): Promise<string> {
    const { url, key, token, namespace } = this.vault;
    const response = await fetch(`${url.replace(/\/$/, '')}/${act}/${encodeURIComponent(key)}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-vault-request': 'true',
        'x-vault-token': token,
        ...(namespace && { 'x-vault-namespace': namespace }),
      },
      body: JSON.stringify({ ...asked, associated_data: base64(Buffer.from(owner)) }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((cause: unknown) => {
      throw new StoreUnavailable(`Vault does not answer (${act})`, { cause });
    });
    const answer: unknown = await response.json().catch(() => null);
    const value = response.ok ? found(answer, wanted) : null;
    // What Vault says of a refusal may quote what it was asked: the status is enough.
    if (value === null) throw new StoreUnavailable(`Vault refuses to ${act} (${response.status})`);
    return value;
  }
}

function found(answer: unknown, wanted: string): string | null {
  if (typeof answer !== 'object' || answer === null || !('data' in answer)) return null;
  const { data } = answer;
  if (typeof data !== 'object' || data === null) return null;
  const value: unknown = Reflect.get(data, wanted);
  return typeof value === 'string' ? value : null;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
