import { Buffer } from 'node:buffer';
import { StoreUnavailable } from '../store-faults.js';
import type { MasterKey, WrappedKey } from './master-key.js';
import { askVault, told, type VaultAnswer } from './vault-door.js';
import type { VaultToken } from './vault-token.js';

export interface VaultTransit {
  /** Of the mounted engine, such as `https://vault.example:8200/v1/transit`. */
  readonly url: string;
  /** Name of the key there: an AEAD key (aes256-gcm96), for the owner is authenticated with it. */
  readonly key: string;
  readonly token: VaultToken;
  readonly namespace?: string | undefined;
}

const FORBIDDEN = 403;

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
    const body = { ...asked, associated_data: base64(Buffer.from(owner)) };
    const answer = await this.#answerTo(act, body);
    const value = told(answer, 'data', wanted);
    // What Vault says of a refusal may quote what it was asked: the status is enough.
    if (typeof value !== 'string') throw new StoreUnavailable(`Vault refuses to ${act} (${answer.status})`);
    return value;
  }

  /** Asked again when the token was replaced while Vault was refusing it. */
  async #answerTo(act: string, body: object, refused: string | null = null): Promise<VaultAnswer> {
    const { key, token: tokens } = this.vault;
    const token = await tokens.current();
    const path = `${act}/${encodeURIComponent(key)}`;
    const answer = await askVault(this.vault, { method: 'POST', path, token, body });
    const mayHaveChanged = answer.status === FORBIDDEN && refused === null;
    return mayHaveChanged && token !== (await tokens.current()) ? this.#answerTo(act, body, token) : answer;
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
