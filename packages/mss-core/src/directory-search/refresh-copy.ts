import type { ComplianceEvent, RememberingBoard } from '../traceability/index.js';
import type { CopiedEntry, CopiedPractice } from './copied-entry.js';
import type { CopyKind, CopyReading, CopySource, DirectoryCopies, DirectoryCopy } from './copy-ports.js';
import { type CopyObjection, CopyRefused, isAway } from './copy-refused.js';
import { WordSegment } from './word-segment.js';

export interface CopyTools {
  readonly source: CopySource;
  readonly copies: DirectoryCopies;
  /** What the operator is told. */
  readonly tell: (work: (board: RememberingBoard) => Promise<void>) => Promise<void>;
  /** Business time. */
  readonly at: Date;
  /** Aborted once another does this: nothing more is written then. */
  readonly signal: AbortSignal;
  /** True for our own BAL, of which as few are right as there are. */
  readonly mayShrink?: boolean;
}

export type CopyOutcome = 'ok' | 'unchanged' | 'awaitsApproval' | CopyObjection;

/** Lines whose words are gathered before they are written. */
const SEGMENT = 50_000;
/** One line in so many may be unreadable. */
const MOST_BAD = 20;
/** Below so many lines, losing some tells nothing. */
const FEW = 100;
/** What must be left of the copy in force for another to follow it without a person’s yes. */
const LEAST_LEFT = 0.8;

/**
 * Fetches a copy of a directory and writes it beside the one in force, whose place it takes at once when it is whole and believed. Killed
 * anywhere, it leaves that one as it was, and the next run forgets what was begun. A copy that lost much waits for a person’s yes.
 */
// EX_2.1.3_5020: whatever happens at the ANS, the last good copy goes on serving.
export async function refreshCopy(kind: CopyKind, tools: CopyTools): Promise<CopyOutcome> {
  try {
    const reading = await tools.source.open();
    try {
      return await take(kind, reading, tools);
    } finally {
      await reading.close();
    }
  } catch (fault) {
    if (!(fault instanceof CopyRefused)) throw fault;
    await tools.tell((board) => tellOnce(board, refusedEvent(kind, fault.objection), tools.at));
    return fault.objection;
  }
}

async function take(kind: CopyKind, reading: CopyReading, tools: CopyTools): Promise<CopyOutcome> {
  const { copies, source, at } = tools;
  const known = (await copies.list()).filter((copy) => copy.kind === kind);
  const { sha256 } = reading.file;
  if (known.some((copy) => copy.state === 'inForce' && copy.sha256 === sha256)) return 'unchanged';
  if (known.some((copy) => copy.state === 'pending' && copy.sha256 === sha256)) return 'awaitsApproval';
  // The file may have been long in coming: whoever began meanwhile is not forgotten.
  tools.signal.throwIfAborted();
  const copyId = await copies.begin(kind, source.name, at);
  try {
    const lineCount = await write(kind, copyId, reading, tools);
    const badLineCount = reading.badLines();
    judge(lineCount, badLineCount, tools);
    const before = known.find(({ state }) => state === 'inForce');
    const isPending = !tools.mayShrink && losesMuch(before, lineCount);
    tools.signal.throwIfAborted();
    const told = { ...reading.file, lineCount, badLineCount, at };
    await copies.finish(copyId, isPending ? 'pending' : 'inForce', told);
    if (!isPending) return 'ok';
    await tools.tell((board) => board.raise([awaitsEvent(kind, before?.lineCount ?? 0, lineCount)]));
    return 'awaitsApproval';
  } catch (fault) {
    await copies.forget(copyId);
    throw fault;
  }
}

async function write(
  kind: CopyKind,
  copyId: number,
  reading: CopyReading,
  { copies, signal }: CopyTools,
): Promise<number> {
  const words = new WordSegment();
  let [count, segment] = [0, 0];
  // The next lines are read while PostgreSQL takes these.
  let underway: Promise<void> = Promise.resolve();
  const then = async (work: () => Promise<void>) => {
    await underway;
    underway = work();
    underway.catch(() => undefined);
  };
  for await (const batch of reading.batches()) {
    signal.throwIfAborted();
    const first = count;
    count += batch.length;
    if (kind === 'identities') {
      await then(() => copies.addPractices(copyId, first, batch as readonly CopiedPractice[]));
      continue;
    }
    const entries = batch as readonly CopiedEntry[];
    entries.forEach((entry, index) => {
      words.add(first + index, entry);
    });
    await then(() => copies.addEntries(copyId, first, entries));
    if (count < (segment + 1) * SEGMENT) continue;
    await underway;
    await copies.addWords(copyId, segment, words.drain());
    segment += 1;
  }
  await underway;
  await copies.addWords(copyId, segment, words.drain());
  return count;
}

function judge(lines: number, bad: number, { mayShrink }: CopyTools): void {
  if (bad * MOST_BAD > lines + bad) throw new CopyRefused('tooManyBadLines');
  if (lines === 0 && !mayShrink) throw new CopyRefused('empty');
}

function losesMuch(before: DirectoryCopy | undefined, lines: number): boolean {
  return before !== undefined && before.lineCount >= FEW && lines < before.lineCount * LEAST_LEFT;
}

function refusedEvent(kind: CopyKind, objection: CopyObjection): ComplianceEvent {
  return {
    kind: isAway(objection) ? 'annuaire.copyUnreachable' : 'annuaire.copyRefused',
    severity: 'warning',
    facts: { copy: kind, objection },
  };
}

function awaitsEvent(kind: CopyKind, before: number, lines: number): ComplianceEvent {
  return {
    kind: 'annuaire.copyAwaitsApproval',
    severity: 'warning',
    facts: { copy: kind, linesBefore: before, lines },
  };
}

const DAY_MS = 86_400_000;
/** A copy is made each day: what is older than this missed two. */
const STALE_MS = 3 * DAY_MS;

/** What the operator is told of a copy that no newer one has followed, once a day. Null where all is well. */
// EX_2.1.3_5020
export function staleCopyEvent(copy: DirectoryCopy, at: Date): ComplianceEvent | null {
  if (copy.asOf === null || at.getTime() - copy.asOf.getTime() < STALE_MS) return null;
  const days = Math.floor((at.getTime() - copy.asOf.getTime()) / DAY_MS);
  return { kind: 'annuaire.copyStale', severity: 'warning', facts: { copy: copy.kind, days } };
}

/** Raises it unless the same was raised less than a day ago. */
export async function tellOnce(board: RememberingBoard, event: ComplianceEvent, at: Date): Promise<void> {
  const last = await board.lastOf(event.kind);
  const isSame = last?.facts.copy === event.facts.copy && last?.facts.objection === event.facts.objection;
  if (last && isSame && at.getTime() - last.at.getTime() < DAY_MS) return;
  await board.raise([event]);
}
