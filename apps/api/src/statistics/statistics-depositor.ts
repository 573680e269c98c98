import type { SipilClient } from '@cachet/ans';
import { filesOfDomain, type StatisticsArchives, zipArchive } from '@cachet/mailstore';
import {
  type ActContext,
  afterDeposit,
  afterFailure,
  afterReport,
  boundsOf,
  type DepositChange,
  type DepositState,
  type DepositStep,
  freshSegments,
  isLate,
  MOST_IN_ONE,
  monthsToDeposit,
  rangeOfSegment,
  type StatisticsDeposit,
  type StatisticsMonth,
  segmentsFor,
  type TenantId,
} from '@cachet/mss-core';
import {
  type Database,
  type PgCompliance,
  type PgJournal,
  PgRouting,
  PgStatisticsDeposits,
  PgStatisticsMonths,
  PgTenantRegister,
} from '@cachet/schema';
import { type RunUnderWay, UNWATCHED } from '../jobs/job.js';
import { LATE, NEWS, type OperatorAct, raise, ToldDeposits, trace } from './told-deposits.js';

export interface DepositorParts {
  readonly database: Database;
  readonly archives: StatisticsArchives;
  readonly sipil: Pick<SipilClient, 'deposit' | 'report'>;
  /** Business time. */
  now(): Date;
  readonly logger: { error(facts: object, message: string): void };
  /** The largest archive that goes in one piece; as the text says unless told. */
  readonly mostInOne?: number;
}

/** Longer than the longest step: a call of SIPIL, or a file of ten million lines. */
const STEP_MS = 20 * 60_000;

/**
 * Takes the statistics of each domain and month to the ANS, one written step after the other: who is killed between two is followed by whoever
 * comes next, from the step that is written. A step that another took meanwhile is left to them.
 */
// EX_PSU_5810
export class StatisticsDepositor {
  readonly #told: ToldDeposits;

  constructor(private readonly parts: DepositorParts) {
    this.#told = new ToldDeposits(parts);
  }

  /**
   * Counts the months that are over, plans the deposit of their files, and tells who is late. Answers 'ok', or 'incomplete' when something will
   * be tried again.
   */
  async plan(act: ActContext): Promise<string> {
    const operator = await this.#operator(act);
    if (!operator) return 'noOperator';
    await this.#plan(operator);
    const isLateTold = await this.#tellLate(operator);
    // Of one accepted in the moment in which a process was killed.
    await this.parts.archives.removeAccepted(operator);
    return isLateTold ? 'ok' : 'incomplete';
  }

  /** Whether anything is to be written or sent now, or asked for. */
  async hasWork(states: readonly DepositState[]): Promise<boolean> {
    return (await this.#due(states)).length > 0;
  }

  /** Writes and sends what is due. Answers 'ok', or 'incomplete' when something will be tried again. */
  async deposit(act: ActContext, under: RunUnderWay = UNWATCHED): Promise<string> {
    const operator = await this.#operator(act);
    if (!operator) return 'noOperator';
    let [outcome, done] = ['ok', 0];
    const due = await this.#due(TO_DEPOSIT);
    for (const deposit of due) {
      await under.standsAt({ done, total: due.length, cursor: null });
      if (!(await this.#bring(operator, deposit))) outcome = 'incomplete';
      done += 1;
    }
    return outcome;
  }

  /** Asks for the reports that are due. */
  // EX_SSU_5820
  async report(act: ActContext): Promise<string> {
    const operator = await this.#operator(act);
    if (!operator) return 'noOperator';
    let outcome = 'ok';
    for (const deposit of await this.#due(TO_REPORT)) {
      const step = afterReport(
        deposit,
        await this.parts.sipil.report(deposit.sipilId ?? ''),
        this.parts.now(),
      );
      await this.#write(operator, deposit, step);
      if (step.change.state === 'accepted') await this.parts.archives.removeAccepted(operator);
      if (step.change.fault) outcome = 'incomplete';
    }
    return outcome;
  }

  #due(states: readonly DepositState[]): Promise<readonly StatisticsDeposit[]> {
    return this.#deposits((deposits) => deposits.due(states, this.parts.now()));
  }

  async #plan(act: OperatorAct): Promise<void> {
    const now = this.parts.now();
    const first = await this.#deposits((deposits) => deposits.firstMonth());
    const domains = await this.#deposits((deposits) => deposits.domains());
    for (const month of monthsToDeposit(now, first)) {
      const unplanned = await this.#deposits((deposits) => deposits.unplanned(month, [...domains.keys()]));
      if (unplanned.length === 0) continue;
      const open: string[] = [];
      for (const domain of unplanned)
        if (await this.#wasOpen(act, domains.get(domain) ?? [], month)) open.push(domain);
      await this.#countMonth(
        act,
        [...new Set(unplanned.flatMap((domain) => domains.get(domain) ?? []))],
        month,
      );
      await this.#deposits((deposits) => deposits.plan(month, open, now));
    }
  }

  /** A domain of structures that were not there in that month has nothing to tell of it. */
  async #wasOpen(act: OperatorAct, tenants: readonly TenantId[], month: StatisticsMonth): Promise<boolean> {
    for (const tenantId of tenants) {
      const since = await this.parts.database.withTenant({ ...act, tenantId }, (sql) =>
        new PgTenantRegister(sql).createdAt(),
      );
      if (since && since < boundsOf(month).to) return true;
    }
    return false;
  }

  // EX_PSU_5010: counted once, when the month is over.
  async #countMonth(act: OperatorAct, tenants: readonly TenantId[], month: StatisticsMonth): Promise<void> {
    for (const tenantId of tenants)
      await this.parts.database.withTenant({ ...act, tenantId }, async (sql) => {
        const months = new PgStatisticsMonths(sql);
        if ((await months.kept([month])).size === 0)
          await months.keep(month, await months.count(boundsOf(month)));
      });
  }

  /** From the step where it stands until nothing is due any more; false when it will be tried again. */
  async #bring(act: OperatorAct, deposit: StatisticsDeposit): Promise<boolean> {
    let current: StatisticsDeposit | null = deposit;
    try {
      while (current && isUnderway(current) && current.nextAt <= this.parts.now()) {
        current = await this.#claim(act, current);
        if (current) current = await this.#write(act, current, await this.#step(act, current));
      }
    } catch (fault) {
      const { id, domain, month } = deposit;
      this.parts.logger.error(
        { err: fault, depositId: id, domain, month },
        'statistics could not be deposited',
      );
      current =
        current && (await this.#write(act, current, afterFailure(current, 'failed', this.parts.now())));
    }
    return current === null || current.fault === null;
  }

  /** Of two who would take the same step, one does; the step of who died meanwhile is due again. */
  #claim(act: OperatorAct, deposit: StatisticsDeposit): Promise<StatisticsDeposit | null> {
    const nextAt = new Date(this.parts.now().getTime() + STEP_MS);
    return this.#write(act, deposit, { change: { nextAt }, news: null });
  }

  async #step(act: OperatorAct, deposit: StatisticsDeposit): Promise<DepositStep> {
    if (deposit.state === 'due') return this.#prepare(act, deposit);
    const fresh = freshSegments(deposit, this.parts.now());
    const answer = await this.#send(act, fresh);
    const { change, news } = afterDeposit(fresh, answer, this.parts.now());
    return {
      change: { segmentsSent: fresh.segmentsSent, segmentsSince: fresh.segmentsSince, ...change },
      news,
    };
  }

  /** Writes both files of a domain as one archive, kept until it is accepted: what goes again is the same. */
  async #prepare(act: OperatorAct, deposit: StatisticsDeposit): Promise<DepositStep> {
    const { month, domain } = deposit;
    const tenants = (await this.#deposits((deposits) => deposits.domains())).get(domain) ?? [];
    const counts = { exchanges: { lines: 0 }, connections: { lines: 0 } };
    const at = this.parts.now();
    const files = filesOfDomain(this.parts.database, { ...act, at }, { month, domain, tenants }, counts);
    const kept = await this.parts.archives.write(act, deposit.id, zipArchive(files));
    const segments = segmentsFor(kept.size, this.parts.mostInOne ?? MOST_IN_ONE);
    if (segments === 'tooLarge') return afterFailure(deposit, 'archiveTooLarge', at);
    const written = { archiveId: kept.id, size: kept.size, sha256: kept.sha256, segments };
    const counted = { exchanges: counts.exchanges.lines, bals: counts.connections.lines };
    const ready = { state: 'ready', nextAt: this.parts.now() } as const;
    const change: DepositChange = { ...ready, ...written, ...counted, segmentsSent: 0, segmentsSince: null };
    return { change, news: null };
  }

  async #send(
    act: OperatorAct,
    { month, domain, archiveId, size, segments, segmentsSent }: StatisticsDeposit,
  ) {
    if (archiveId === null || size === null) throw new Error('an archive that is ready has its octets');
    const number = segmentsSent + 1;
    const { start, end } =
      segments === null ? { start: 0, end: size } : rangeOfSegment(size, segments, number);
    const read = new Watched(this.parts.archives.read(act, archiveId, start, end));
    const file = { name: archiveName(month, domain), size: end - start, bytes: read };
    const place = segments === null ? null : { number, total: segments };
    const answer = await this.parts.sipil.deposit(file, place);
    // Our own archive that cannot be read is no silence of the ANS.
    if (read.fault) throw read.fault;
    return answer;
  }

  /** False when one could not be told of, and will be later. */
  async #tellLate(act: OperatorAct): Promise<boolean> {
    const now = this.parts.now();
    let isWritten = true;
    const late = (await this.#deposits((deposits) => deposits.notDeposited())).filter(({ month }) =>
      isLate(month, now),
    );
    for (const deposit of late)
      try {
        await this.#told.writeAndTell(act, deposit, {
          write: (deposits) => deposits.tellLate(deposit.id),
          tell: (_, compliance) => raise(compliance, deposit, LATE),
        });
      } catch {
        isWritten = false;
      }
    return isWritten;
  }

  /** The deposit as it is now; null when another changed it meanwhile. */
  async #write(
    act: OperatorAct,
    deposit: StatisticsDeposit,
    { change, news }: DepositStep,
  ): Promise<StatisticsDeposit | null> {
    const changed = { ...deposit, ...change, version: deposit.version + 1 };
    const write = (deposits: PgStatisticsDeposits) => deposits.change(deposit, change);
    if (change.state !== 'deposited' && !news) return (await this.#deposits(write)) ? changed : null;
    const tell = async (journal: PgJournal, compliance: PgCompliance) => {
      if (change.state === 'deposited') await trace(journal, changed);
      if (news) await raise(compliance, changed, NEWS[news]);
    };
    return (await this.#told.writeAndTell(act, deposit, { write, tell })) ? changed : null;
  }

  async #operator(act: ActContext): Promise<OperatorAct | null> {
    const tenantId = await new PgRouting(this.parts.database).operatorTenant();
    return tenantId && { ...act, tenantId };
  }

  #deposits<T>(work: (deposits: PgStatisticsDeposits) => Promise<T>): Promise<T> {
    return this.parts.database.shared((sql) => work(new PgStatisticsDeposits(sql)));
  }
}

export const TO_DEPOSIT: readonly DepositState[] = ['due', 'ready', 'sending'];
export const TO_REPORT: readonly DepositState[] = ['deposited'];

function isUnderway({ state }: StatisticsDeposit): boolean {
  return TO_DEPOSIT.includes(state);
}

/** ASCII, and nothing that says whose it is but the domain. */
function archiveName(month: StatisticsMonth, domain: string): string {
  return `${month.replace('-', '')}_${domain}.zip`;
}

/** Octets on their way, and the fault that ended them. */
class Watched implements AsyncIterable<Buffer> {
  fault: unknown = null;

  constructor(private readonly bytes: AsyncIterable<Buffer>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    try {
      yield* this.bytes;
    } catch (fault) {
      this.fault = fault;
      throw fault;
    }
  }
}
