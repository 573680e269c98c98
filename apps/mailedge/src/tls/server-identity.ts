import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { serverProfile } from './profile.js';

/** Our certificate and its key as PEM. The chain is not needed: peers build it from their own store (EX_OPE_5040). */
export interface IdentityFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * Who we are in TLS. Watches its files: a renewed certificate serves the next handshakes, sessions under way go on. A pair that does
 * not match, or half of one, is passed over until it is whole.
 */
export class ServerIdentity {
  #pair: { cert: Buffer; key: Buffer };
  #context: SecureContext;
  #print: string;
  readonly #listeners = new Set<() => void>();
  readonly #stop: () => void;

  /** @throws when the files cannot be read or do not belong together, or when anybody may read the key. */
  constructor(
    private readonly files: IdentityFiles,
    private readonly onFault: (fault: unknown) => void = () => undefined,
  ) {
    this.#pair = readPair(files);
    this.#context = createSecureContext(serverProfile(this.#pair));
    this.#print = printOf(this.#pair);
    this.#stop = this.#watch();
  }

  secureContext(): SecureContext {
    return this.#context;
  }

  pair(): { cert: Buffer; key: Buffer } {
    return this.#pair;
  }

  expiresAt(): Date {
    return new X509Certificate(this.#pair.cert).validToDate;
  }

  onRenewal(listener: () => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    this.#stop();
  }

  reload(): void {
    try {
      const pair = readPair(this.files);
      const print = printOf(pair);
      if (print === this.#print) return;
      this.#context = createSecureContext(serverProfile(pair));
      this.#pair = pair;
      this.#print = print;
      for (const listener of this.#listeners) listener();
    } catch (fault) {
      this.onFault(fault);
    }
  }

  // Folders are watched, not files: a renewal usually replaces the file by another of the same name.
  #watch(): () => void {
    const folders = new Set([dirname(this.files.certFile), dirname(this.files.keyFile)]);
    const watchers = [...folders].map((folder) => watch(folder, { persistent: false }, () => this.reload()));
    for (const watcher of watchers) watcher.on('error', this.onFault);
    return () => {
      for (const watcher of watchers) watcher.close();
    };
  }
}

function readPair({ certFile, keyFile }: IdentityFiles): { cert: Buffer; key: Buffer } {
  // EX_SSI_5100: access to the private key is limited; a group may be how an installation gives it to this process alone.
  if (statSync(keyFile).mode & OTHERS) throw new Error(`${OPEN_TO_ALL} (${keyFile})`);
  const pair = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  createSecureContext(pair);
  return pair;
}

const OTHERS = 0o007;
const OPEN_TO_ALL =
  'la clé privée est lisible par tous les comptes de la machine ; limitez ses droits (chmod 600) / any account of the machine may use the private key; restrict its rights (chmod 600)';

function printOf({ cert, key }: { cert: Buffer; key: Buffer }): string {
  return createHash('sha256').update(cert).update(key).digest('hex');
}
