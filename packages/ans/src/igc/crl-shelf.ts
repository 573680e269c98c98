import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
const MOST_HEEDED = 16;

/** What is held of one authority: its last complete list, and the delta that brings it up to date. */
interface HeldLists {
  readonly complete: Crl;
  readonly delta: Crl | null;
}

/** The last verified CRL of each of our authorities. */
export class CrlShelf {
  private readonly held = new Map<Certificate, HeldLists>();
  private readonly heeded = new Set<string>();
  /** Grows each time a list is replaced: what was concluded from older lists is then worth nothing. */
  generation = 0;

  constructor(private readonly options: CrlShelfOptions) {}

  /** Until when the lists of that authority tell the present; null when their time is past. */
  freshUntil(authority: Certificate, now: Date): Date | null {
    const { complete, delta } = this.held.get(authority) ?? NOTHING;
    // RFC 5280 §6.3.3 (a): past the complete list's time, a delta in its own time is enough.
    const ends = [complete?.nextUpdate, delta?.nextUpdate].filter((end) => end != null && now <= end);
    return ends.reduce<Date | null>((last, end) => (end && (!last || end > last) ? end : last), null);
  }

  /** Even a list past its time tells who was revoked. */
  isKnownRevoked(authority: Certificate, serial: string): boolean {
    const { complete, delta } = this.held.get(authority) ?? NOTHING;
    if (delta?.revoked.has(serial)) return true;
    return Boolean(complete?.revoked.has(serial)) && !delta?.restored.has(serial);
  }

  /** When the newest list held of that authority was made; null when none is. */
  newestOf(authority: Certificate): Date | null {
    const { complete, delta } = this.held.get(authority) ?? NOTHING;
    return (delta ?? complete)?.thisUpdate ?? null;
  }

  /** Has the delta lists that a certificate of ours names fetched as well, from the next refresh on. */
  heed(urls: readonly string[]): void {
    for (const url of urls) if (this.heeded.size < MOST_HEEDED) this.heeded.add(url);
  }

  /** Fetches every published list. An unreachable or refused one leaves the list held in place. */
  async refresh(): Promise<readonly CrlRefresh[]> {
    // EX_OPE_5050: complete lists, then the delta lists that follow them, are fetched on a schedule, verified and kept.
    const complete = await Promise.all(this.options.urls.map((url) => this.refreshOne(url)));
    const deltas = await Promise.all(this.deltaUrls().map((url) => this.refreshOne(url)));
    return [...complete, ...deltas];
  }

  /** Puts back the lists kept on disk at an earlier run, verified again. */
  async restore(): Promise<void> {
    for (const authority of this.options.authorities.all) {
      for (const kind of ['complete', 'delta'] as const) {
        const file = this.fileOf(authority, kind);
        const bytes = file && (await readFile(file).catch(() => null));
        if (bytes) this.accept(bytes);
      }
    }
  }

  private deltaUrls(): readonly string[] {
    const named = [...this.held.values()].flatMap(({ complete }) => complete.freshest);
    const byAuthorities = this.options.authorities.all.flatMap(({ freshestCrls }) => freshestCrls);
    const urls = new Set([...named, ...byAuthorities, ...this.heeded]);
    return [...urls].filter((url) => !this.options.urls.includes(url));
  }

  private async refreshOne(url: string): Promise<CrlRefresh> {
    const published = await this.download(url);
    if (typeof published === 'string') return { url, outcome: 'unreachable', reason: published };
    const accepted = this.accept(published);
    if (accepted.outcome === 'refused') return { url, ...accepted };
    if (accepted.outcome === 'unchanged') return { url, outcome: 'unchanged', reason: null };
    const reason = await this.remember(accepted, published);
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
    if (!crl) return refusal('not a CRL that covers a whole authority');
    const authority = this.options.authorities.all.find((candidate) => crl.isSignedBy(candidate));
    if (!authority) return refusal('not signed by one of our authorities');
    if (crl.thisUpdate.getTime() > this.options.clock().getTime() + CLOCK_SKEW_MS)
      return refusal('in the future');
    return crl.base === null ? this.acceptComplete(authority, crl) : this.acceptDelta(authority, crl);
  }

  private acceptComplete(authority: Certificate, crl: Crl): Acceptance {
    const { complete, delta } = this.held.get(authority) ?? NOTHING;
    if (complete?.sha256 === crl.sha256) return { outcome: 'unchanged' };
    if (complete && isOlder(crl, complete)) return refusal('older than the list held');
    this.hold(authority, { complete: crl, delta: delta && follows(delta, crl) ? delta : null });
    return { outcome: 'renewed', authority, kind: 'complete' };
  }

  private acceptDelta(authority: Certificate, crl: Crl): Acceptance {
    const { complete, delta } = this.held.get(authority) ?? NOTHING;
    if (!complete) return refusal('a delta without its complete list');
    if (delta?.sha256 === crl.sha256 || includes(complete, crl)) return { outcome: 'unchanged' };
    if (!follows(crl, complete)) return refusal('a delta of a later complete list than the one held');
    if (delta && isOlder(crl, delta)) return refusal('older than the delta held');
    this.hold(authority, { complete, delta: crl });
    return { outcome: 'renewed', authority, kind: 'delta' };
  }

  private hold(authority: Certificate, lists: HeldLists): void {
    this.held.set(authority, lists);
    this.generation += 1;
  }

  /** Keeps the list for the next start. A full disk takes nothing from the list in force: it is only told. */
  private async remember({ authority, kind }: Renewed, bytes: Uint8Array): Promise<string | null> {
    const file = this.fileOf(authority, kind);
    if (!file) return null;
    const draft = `${file}.${randomUUID()}.new`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(draft, bytes);
      await rename(draft, file);
      return null;
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      return `not kept on disk: ${error instanceof Error ? error.message : 'unknown reason'}`;
    }
  }

  private fileOf({ fingerprint }: Certificate, kind: Renewed['kind']): string | null {
    const name = kind === 'delta' ? `${fingerprint}.delta.crl` : `${fingerprint}.crl`;
    return this.options.cacheFolder && join(this.options.cacheFolder, name);
  }
}

interface Renewed {
  readonly outcome: 'renewed';
  readonly authority: Certificate;
  readonly kind: 'complete' | 'delta';
}

type Acceptance =
  | Renewed
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refused'; readonly reason: string };

const NOTHING: { readonly complete: Crl | null; readonly delta: Crl | null } = {
  complete: null,
  delta: null,
};

/** RFC 5280 §5.2.4: a delta completes a list whose number is at least its base's, and which is older than itself. */
function follows(delta: Crl, { number }: Crl): boolean {
  const { base } = delta;
  return base !== null && number !== null && number >= base && delta.number !== null && number < delta.number;
}

function includes(complete: Crl, delta: Crl): boolean {
  return complete.number !== null && delta.number !== null && complete.number >= delta.number;
}

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
