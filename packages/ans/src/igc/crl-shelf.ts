import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FetchBytes, FetchFailure } from '../http/fetch-bytes.js';
import type { Authorities } from './authorities.js';
import type { Certificate } from './certificate.js';
import { type Crl, readCrl } from './crl.js';

export interface CrlShelfOptions {
  readonly authorities: Authorities;
  readonly urls: readonly string[];
  /** Folder where the last lists are kept for the next start; null keeps none. */
  readonly cacheFolder: string | null;
  readonly fetch: FetchBytes;
  readonly clock: () => Date;
}

/** What became of one published list at a refresh. */
export interface CrlRefresh {
  readonly url: string;
  readonly outcome: 'renewed' | 'unchanged' | 'refused' | 'unreachable';
  /** For the log: what went wrong, if anything did. */
  readonly reason: string | null;
}

const MAX_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 20_000;
const CLOCK_SKEW_MS = 5 * 60_000;

/** The last verified CRL of each of our authorities. */
export class CrlShelf {
  private readonly held = new Map<Certificate, Crl>();
  /** Grows each time a list is replaced: what was concluded from older lists is then worth nothing. */
  generation = 0;

  constructor(private readonly options: CrlShelfOptions) {}

  /** The list of that authority when it is still in its time, else null. */
  fresh(authority: Certificate, now: Date): Crl | null {
    const crl = this.held.get(authority);
    return crl?.nextUpdate && now <= crl.nextUpdate ? crl : null;
  }

  /** Even a list past its time tells who was revoked. */
  isKnownRevoked(authority: Certificate, serial: string): boolean {
    return this.held.get(authority)?.revoked.has(serial) ?? false;
  }

  /** Fetches every published list. An unreachable or refused one leaves the list held in place. */
  refresh(): Promise<readonly CrlRefresh[]> {
    // EX_OPE_5050: complete CRLs are fetched on a schedule, verified and kept.
    return Promise.all(this.options.urls.map((url) => this.refreshOne(url)));
  }

  /** Puts back the lists kept on disk at an earlier run, verified again. */
  async restore(): Promise<void> {
    for (const authority of this.options.authorities.all) {
      const file = this.fileOf(authority);
      const bytes = file && (await readFile(file).catch(() => null));
      if (bytes) this.accept(bytes);
    }
  }

  private async refreshOne(url: string): Promise<CrlRefresh> {
    const published = await this.download(url);
    if (typeof published === 'string') return { url, outcome: 'unreachable', reason: published };
    const accepted = this.accept(published);
    if (accepted.outcome === 'refused') return { url, ...accepted };
    if (accepted.outcome === 'unchanged') return { url, outcome: 'unchanged', reason: null };
    const reason = await this.remember(accepted.authority, published);
    return { url, outcome: 'renewed', reason };
  }

  /** The bytes published, or why they could not be had. */
  private async download(url: string): Promise<Uint8Array | string> {
    try {
      const answer = await this.options.fetch({ url, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS });
      return answer.status === 200 ? answer.body : `HTTP ${answer.status}`;
    } catch (error) {
      if (error instanceof FetchFailure) return error.message;
      throw error;
    }
  }

  private accept(bytes: Uint8Array): Acceptance {
    const crl = readCrl(bytes);
    if (!crl) return refusal('not a complete CRL');
    const authority = this.options.authorities.all.find((candidate) => crl.isSignedBy(candidate));
    if (!authority) return refusal('not signed by one of our authorities');
    const held = this.held.get(authority);
    if (held?.sha256 === crl.sha256) return { outcome: 'unchanged' };
    if (held && isOlder(crl, held)) return refusal('older than the list held');
    if (crl.thisUpdate.getTime() > this.options.clock().getTime() + CLOCK_SKEW_MS)
      return refusal('in the future');
    this.held.set(authority, crl);
    this.generation += 1;
    return { outcome: 'renewed', authority };
  }

  /** Keeps the list for the next start. A full disk takes nothing from the list in force: it is only told. */
  private async remember(authority: Certificate, bytes: Uint8Array): Promise<string | null> {
    const file = this.fileOf(authority);
    if (!file) return null;
    try {
      await mkdir(dirname(file), { recursive: true });
      const draft = `${file}.${process.pid}.new`;
      await writeFile(draft, bytes);
      await rename(draft, file);
      return null;
    } catch (error) {
      return `not kept on disk: ${error instanceof Error ? error.message : 'unknown reason'}`;
    }
  }

  private fileOf(authority: Certificate): string | null {
    return this.options.cacheFolder && join(this.options.cacheFolder, `${authority.fingerprint}.crl`);
  }
}

type Acceptance =
  | { readonly outcome: 'renewed'; readonly authority: Certificate }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refused'; readonly reason: string };

function refusal(reason: string): Acceptance {
  return { outcome: 'refused', reason };
}

/** CRL numbers only grow (RFC 5280 §5.2.3); dates tell when numbers are missing. */
function isOlder(candidate: Crl, held: Crl): boolean {
  if (candidate.number !== null && held.number !== null && candidate.number !== held.number) {
    return candidate.number < held.number;
  }
  return candidate.thisUpdate < held.thisUpdate;
}
