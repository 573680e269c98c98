import type { ReceivedMessage, ScanObstacle, ScanVerdict } from '@cachet/mss-core';
import type { ClamdAddress } from './clamd/address.js';
import { ClamdHost, type ClamdHostOptions } from './clamd/clamd-host.js';
import type { ClamdStream, ClamdTimes } from './clamd/clamd-stream.js';
import { type ClamdReply, readReply } from './clamd/reply.js';

export interface AntivirusOptions {
  readonly addresses: readonly ClamdAddress[];
  /** Largest letter that may come, in octets. */
  readonly largest: number;
  readonly times?: Partial<ClamdTimes>;
  readonly places?: ClamdHostOptions['places'];
  /** Hears, once each time, that no scanner can be believed any more, or that one can again. */
  readonly onOutage?: (isDown: boolean) => void;
  readonly onVerdict?: (verdict: ScanVerdict, seconds: number) => void;
}

const TIMES: ClamdTimes = { connectMs: 5_000, silenceMs: 10_000, answerMs: 120_000 };
const PLACES = { live: 32, again: 8 };
const CHECK_MS = 10_000;
const CHECK_WHEN_DOWN_MS = 2_000;

/** What may be scanned: the bytes, as often as asked. */
export type Scannable = Pick<ReceivedMessage, 'open' | 'size'>;

/** A place with a scanner for a letter that arrives. */
interface Place {
  readonly host: ClamdHost;
  leave(): void;
}

interface FailedScan {
  readonly host: ClamdHost;
  readonly obstacle: ScanObstacle;
}

type Opinion = ClamdReply | { readonly kind: 'gone' };

/**
 * The scanners of the installation. A letter goes to one of them while it arrives and, when that breaks off, once more from the spool;
 * what neither could judge whole is never called clean.
 */
// EX_SSI_5090: no way leads past them; whoever cannot be scanned waits.
export class Antivirus {
  readonly #hosts: readonly ClamdHost[];
  #timer: NodeJS.Timeout | null = null;
  #isDown: boolean | null = null;
  #next = 0;
  #isClosed = false;

  constructor(private readonly options: AntivirusOptions) {
    const times = { ...TIMES, ...options.times };
    const places = options.places ?? PLACES;
    this.#hosts = options.addresses.map(
      (address) => new ClamdHost({ address, times, places, largest: options.largest }),
    );
  }

  /** Makes its first checks and goes on in the background; a scanner that takes its time keeps nobody from starting. */
  async start(withinMs = 15_000): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, withinMs);
    await Promise.race([this.#checkAll(), late]);
    clearTimeout(timer);
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** Begins with a letter whose bytes are still to come; when no scanner has a place, the letter is scanned once it is whole. */
  begin(): LiveScan {
    for (const host of this.#inTurn()) {
      const leave = host.believedUpTo > 0 ? host.live.take() : null;
      if (leave) return new LiveScan(this, { host, leave });
    }
    return new LiveScan(this, null);
  }

  /** Judges bytes that can be read again. */
  async scan(scannable: Scannable): Promise<ScanVerdict> {
    const since = performance.now();
    return this.told(await this.again(scannable, null), since);
  }

  /** What readiness says of the scanners. */
  state(): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
    const believed = this.#hosts.map((host) => host.believedUpTo);
    if (believed.every((octets) => octets === 0)) {
      const isThere = this.#hosts.some((host) => host.isAnswering);
      return { ok: false, reason: isThere ? 'a known virus is not found' : 'no answer: letters wait (451)' };
    }
    const lowest = Math.min(...believed);
    if (lowest === 0) return { ok: false, reason: 'one of several does not answer' };
    if (lowest >= this.options.largest) return { ok: true };
    return {
      ok: false,
      reason: `scans letters up to ${lowest} octets of ${this.options.largest}: raise StreamMaxLength, MaxScanSize and MaxFileSize`,
    };
  }

  get isDown(): boolean {
    return this.#hosts.every((host) => host.believedUpTo === 0);
  }

  /** For LiveScan: from the spool, at another scanner than the one that failed when there is one. Two tries in all. */
  async again(scannable: Scannable, failed: FailedScan | null): Promise<ScanVerdict> {
    let last = failed;
    for (let turn = failed ? 1 : 0; turn < 2; turn += 1) {
      if (last) this.#learnFrom(last);
      const host = await this.#choose(scannable.size, last?.host ?? null);
      if (!host) break;
      const verdict = await this.#scanAt(host, scannable);
      if (verdict.kind !== 'unscanned') return verdict;
      last = { host, obstacle: verdict.obstacle };
    }
    return { kind: 'unscanned', obstacle: last?.obstacle ?? (this.isDown ? 'unreachable' : 'tooLarge') };
  }

  #learnFrom({ host, obstacle }: FailedScan): void {
    if (obstacle !== 'unreachable') return;
    host.doubt();
    void this.#check(host);
  }

  told(verdict: ScanVerdict, since: number): ScanVerdict {
    this.options.onVerdict?.(verdict, (performance.now() - since) / 1000);
    return verdict;
  }

  async #scanAt(host: ClamdHost, scannable: Scannable): Promise<ScanVerdict> {
    const leave = await host.again.wait(TIMES.answerMs);
    if (!leave) return { kind: 'unscanned', obstacle: 'noAnswer' };
    try {
      const stream = host.stream();
      for await (const bytes of scannable.open()) {
        if (stream.isOver) break;
        await stream.write(bytes);
      }
      return verdictOf(await opinionOf(stream), host, scannable.size);
    } finally {
      leave();
    }
  }

  /** A scanner that is believed on letters of that size, another than that one if possible; those in doubt are asked first. */
  async #choose(size: number, tried: ClamdHost | null): Promise<ClamdHost | null> {
    const inTurn = this.#inTurn();
    const fit = () => inTurn.filter((host) => host.believedUpTo > 0 && host.believedUpTo >= size);
    const other = fit().find((host) => host !== tried);
    if (other) return other;
    await Promise.all(inTurn.filter((host) => host.believedUpTo === 0).map((host) => this.#check(host)));
    return fit().find((host) => host !== tried) ?? fit()[0] ?? null;
  }

  #inTurn(): readonly ClamdHost[] {
    this.#next = (this.#next + 1) % Math.max(1, this.#hosts.length);
    return [...this.#hosts.slice(this.#next), ...this.#hosts.slice(0, this.#next)];
  }

  async #check(host: ClamdHost): Promise<void> {
    await host.check();
    this.#tellOutage();
  }

  async #checkAll(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.check()));
    this.#tellOutage();
    if (this.#isClosed) return;
    const ms = this.isDown ? CHECK_WHEN_DOWN_MS : CHECK_MS;
    this.#timer = setTimeout(() => void this.#checkAll(), ms).unref();
  }

  #tellOutage(): void {
    if (this.#isDown === this.isDown) return;
    this.#isDown = this.isDown;
    this.options.onOutage?.(this.isDown);
  }
}

/** One letter on its way in. */
export class LiveScan {
  readonly #stream: ClamdStream | null;
  #octets = 0;

  constructor(
    private readonly antivirus: Antivirus,
    private readonly place: Place | null,
  ) {
    this.#stream = place?.host.stream() ?? null;
  }

  /** Resolves when more may come. Never fails: what breaks here is scanned again from the spool. */
  async write(bytes: Uint8Array): Promise<void> {
    if (!this.#stream || !this.place) return;
    this.#octets += bytes.length;
    // More than it is believed on: another may be, once the letter is whole.
    if (this.#octets > this.place.host.believedUpTo) this.#stream.abandon();
    if (this.#stream.isOver) this.place.leave();
    else await this.#stream.write(bytes);
  }

  /** What the scanners say, once every byte was written or can be read again. */
  async verdict(scannable: Scannable): Promise<ScanVerdict> {
    const since = performance.now();
    const { place } = this;
    if (!this.#stream || !place || this.#stream.wasPaused || this.#octets > place.host.believedUpTo)
      return this.antivirus.told(await this.antivirus.again(scannable, null), since);
    const opinion = await opinionOf(this.#stream);
    place.leave();
    const verdict = verdictOf(opinion, place.host, scannable.size);
    if (verdict.kind !== 'unscanned') return this.antivirus.told(verdict, since);
    const failed = { host: place.host, obstacle: verdict.obstacle };
    return this.antivirus.told(await this.antivirus.again(scannable, failed), since);
  }

  /** The letter will not come, or was judged: gives everything back. */
  abandon(): void {
    this.#stream?.abandon();
    this.place?.leave();
  }
}

async function opinionOf(stream: ClamdStream): Promise<Opinion> {
  const answer = await stream.end();
  return answer === null ? { kind: 'gone' } : readReply(answer);
}

function verdictOf(opinion: Opinion, host: ClamdHost, size: number): ScanVerdict {
  switch (opinion.kind) {
    case 'infected':
      return opinion;
    case 'clean':
      // A scanner may say OK of what its limits kept it from reading.
      return size <= host.believedUpTo ? opinion : { kind: 'unscanned', obstacle: 'tooLarge' };
    case 'tooLarge':
      return { kind: 'unscanned', obstacle: 'tooLarge' };
    case 'failed':
      return { kind: 'unscanned', obstacle: 'noAnswer' };
    case 'gone':
      return { kind: 'unscanned', obstacle: 'unreachable' };
  }
}
