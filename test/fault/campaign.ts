import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { launch, readySandbox, stopSandbox } from '../e2e/sandbox.js';
import { until } from '../e2e/until.js';
import { CYCLE_KINDS, type CycleKind, cycleKinds } from './cycles.js';
import { type Course, DISTURBANCES, endLeases } from './disturbances.js';
import { type ImapCounts, ImapLedger } from './imap/imap-ledger.js';
import { ImapWorker } from './imap/imap-worker.js';
import { brokenRules, copiesInDatabase, deliveriesToPeers } from './inspect-database.js';
import { copiesAtPeer, copiesByImap } from './inspect-doors.js';
import { type Counts, judge } from './judgement.js';
import { Ledger } from './ledger.js';
import { type Letter, lettersOf, type People, peerMailboxes, peopleOf } from './letters.js';
import { Load } from './load.js';
import { Pulse } from './pulse.js';
import { Random } from './random.js';
import { RunningProduct } from './running-product.js';

export interface CampaignOptions {
  readonly cycles: number;
  readonly seed: number;
  /** These kinds in turn instead of drawn ones. */
  readonly kinds?: readonly CycleKind[];
  /** Hears how far it is. */
  readonly tell?: (line: string) => void;
}

export interface Report {
  readonly seed: number;
  readonly cycles: Readonly<Partial<Record<CycleKind, number>>>;
  readonly counts: Counts;
  readonly imap: ImapCounts;
  readonly violations: readonly string[];
  /** Where the data and the logs were left, when something did not hold. */
  readonly keptIn: string | null;
}

/** Moments of dialogues in one cycle, more or less: the strike falls on one of them. */
const MOMENTS = 120;
/** Longest pause between that moment and the strike, in milliseconds: a commit takes less. */
const JITTER_MS = 12;
/** Both, and the mail edge again each time that it starts before its database answers. */
const KILLS_OF_BOTH = 12;
const QUEUE_EMPTY_MS = 240_000;
/** Mail programs that work by IMAP meanwhile: what each holds at once, and how many commands it gives in a cycle at least. */
const IMAP_WORKERS = [
  { name: 'mille', messages: 1_024, acts: 3 },
  { name: 'un', messages: 0, acts: 6 },
  { name: 'deux', messages: 0, acts: 6 },
  { name: 'trois', messages: 0, acts: 6 },
] as const;

/** Starts a sandbox of its own, disturbs it under load cycle after cycle, and says what became of every letter. */
export async function runCampaign(options: CampaignOptions): Promise<Report> {
  const env = { CACHET_LOG_LEVEL: 'warn', SANDBOX_RESTARTS_PER_MINUTE: '1000' };
  const launched = await launch({ env });
  let holds = false;
  try {
    const sandbox = await readySandbox(launched, 240_000);
    const report = await new Campaign(
      options,
      new RunningProduct(launched, sandbox),
      peopleOf(sandbox),
    ).run();
    holds = report.violations.length === 0;
    return { ...report, keptIn: holds ? null : launched.varFolder };
  } finally {
    await stopSandbox(launched, !holds);
  }
}

class Campaign {
  readonly #ledger = new Ledger();
  readonly #lostReplies: number[] = [];
  readonly #imapLedger = new ImapLedger();
  readonly #workers: readonly ImapWorker[];
  readonly #random: Random;
  readonly #violations: string[] = [];
  #kills = 0;

  constructor(
    private readonly options: CampaignOptions,
    private readonly product: RunningProduct,
    private readonly people: People,
  ) {
    this.#random = new Random(options.seed);
    this.#workers = IMAP_WORKERS.map(({ name, messages }, index) => {
      const owner = people.writers[index % people.writers.length];
      if (!owner) throw new Error('the sandbox has nobody who could work by IMAP');
      return new ImapWorker(product, owner, name, this.#imapLedger, messages);
    });
  }

  async run(): Promise<Omit<Report, 'keptIn'>> {
    await this.#liftLimits();
    for (const worker of this.#workers) await worker.prepare();
    const { cycles, kinds } = this.options;
    const planned = kinds
      ? Array.from({ length: cycles }, (_, index) => kinds[index % kinds.length] ?? 'killMailedge')
      : cycleKinds(this.#random, cycles);
    for (const [index, kind] of planned.entries()) await this.#cycle(kind, index + 1);
    await this.#untilQuiet();
    const { counts, violations } = await this.#judge();
    const done = CYCLE_KINDS.map((kind) => [kind, planned.filter((each) => each === kind).length] as const);
    return {
      seed: this.options.seed,
      cycles: Object.fromEntries(done.filter(([, count]) => count > 0)),
      counts,
      imap: this.#imapLedger.counts,
      violations: [...this.#violations, ...this.#imapLedger.violations, ...violations],
    };
  }

  // So that what a campaign sends in minutes is not taken for a stolen account, nor fills a BAL.
  async #liftLimits(): Promise<void> {
    await this.product.sql('update bal set quota_bytes = 1000000000000');
    await this.product.sql(
      'insert into sending_policy (tenant_id, per_bal, per_tenant, changed_at) select tenant_id, 100000000, 100000000, now() from tenant',
    );
  }

  async #cycle(kind: CycleKind, number: number): Promise<void> {
    const begun = performance.now();
    const random = new Random(this.options.seed * 10_007 + number);
    const letters = lettersOf(random, this.people, kind, `${this.options.seed}-${number}`);
    const pulse = new Pulse();
    const load = new Load(this.product.sandbox, this.#ledger, (moment) => pulse.beat(moment));
    const sent = load
      .send(letters)
      .catch((fault) => this.#violations.push(`cycle ${number} (${kind}): ${String(fault)}`))
      .finally(() => pulse.end());
    let isStruck = false;
    const worked = this.#workers.map((worker, index) =>
      worker
        .work(new Random(random.between(0, 2 ** 31)), {
          // So that the strike finds them at work.
          isEnough: (acts) => isStruck && acts >= (IMAP_WORKERS[index]?.acts ?? 0),
          isLong: kind === 'fullDisk',
          left: () => pulse.beat('lastOctet'),
        })
        .catch((fault) => this.#violations.push(`cycle ${number} (${kind}): ${String(fault)}`)),
    );
    await this.#strike(kind, pulse, random);
    isStruck = true;
    await Promise.all([sent, ...worked]);
    this.options.tell?.(this.#line(number, kind, letters, performance.now() - begun));
  }

  async #strike(kind: CycleKind, pulse: Pulse, random: Random): Promise<void> {
    await pulse.moments(random.between(1, MOMENTS));
    await pause(random.between(0, JITTER_MS));
    const course: Course = {
      attempts: (count) => pulse.replies(count),
      replyMayBeLost: () => this.#lostReplies.push(Date.now()),
    };
    if (kind.startsWith('kill')) this.#kills += kind === 'killBoth' ? KILLS_OF_BOTH : 1;
    await DISTURBANCES[kind](this.product, course, random);
  }

  /** The queue goes on by itself; only the hours between two attempts are shortened. */
  async #untilQuiet(): Promise<void> {
    await this.product.ready();
    // A lease whose answer was cut is held by nobody until it ends.
    await endLeases(this.product);
    await until(
      async () => {
        const [due] = await this.product.sql<{ count: number; next: Date | null }>(
          'select count(*)::int as count, min(due_at) as next from outbound_due',
        );
        if (!due?.next) return true;
        const ahead = due.next.getTime() - (await this.product.businessNow()).getTime();
        if (ahead > 0) await this.product.moveClock({ advance: `PT${Math.ceil(ahead / 60_000)}M` });
        return false;
      },
      QUEUE_EMPTY_MS,
      () => 'the outbound queue never emptied',
    );
  }

  async #judge(): Promise<{ counts: Counts; violations: string[] }> {
    const { product } = this;
    const { sandbox } = product;
    const inDatabase = await forEach(sandbox.tenants, ({ id }) => copiesInDatabase(product, id));
    const deliveries = await forEach(sandbox.tenants, ({ id }) => deliveriesToPeers(product, id));
    const atPeer = await forEach(peerMailboxes(this.people), (mailbox) => copiesAtPeer(sandbox, mailbox));
    const byImap = await copiesByImap(sandbox);
    const found = { inDatabase, deliveries, atPeer, byImap, lostReplies: this.#lostReplies };
    const { counts, violations } = judge(this.#ledger, found);
    return { counts, violations: [...violations, ...(await brokenRules(product)), ...this.#leftovers()] };
  }

  #leftovers(): string[] {
    const { spoolFolder, restarts } = this.product;
    const orphans = existsSync(spoolFolder) ? readdirSync(spoolFolder) : [];
    return [
      ...orphans.map((name) => `a spool file was left: ${name}`),
      ...(restarts > this.#kills ? [`${restarts} processes ended, ${this.#kills} were killed`] : []),
    ];
  }

  #line(number: number, kind: CycleKind, letters: readonly Letter[], ms: number): string {
    const told = (fate: 'accepted' | 'unknown') => this.#ledger.count(fate);
    return (
      `${String(number).padStart(4)} ${kind.padEnd(20)} ${letters.length} letters, ${(ms / 1000).toFixed(1)} s; ` +
      `so far ${told('accepted')} accepted, ${told('unknown')} unknown; ` +
      `IMAP ${this.#imapLedger.counts.ok} OK, ${this.#imapLedger.counts.unknown} unknown`
    );
  }
}

async function forEach<T, R>(items: readonly T[], find: (item: T) => Promise<readonly R[]>): Promise<R[]> {
  const found: R[] = [];
  for (const item of items) found.push(...(await find(item)));
  return found;
}
