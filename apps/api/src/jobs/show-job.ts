import { isJobName, JOBS, type JobResult, jobResultOf, sayJobOutcome } from '@cachet/mss-core';
import type { KnownJob, RecordedRun } from '@cachet/schema';
import { ScheduledJobOutcomeName } from '../types/enums.js';
import type { ScheduledJobRunType, ScheduledJobType } from '../types/scheduled-job.js';

/** A job that has been due for longer, and that nobody runs, is late. */
const LATE_AFTER_MS = 60_000;

/** Null for one that nobody schedules any more and nobody runs. */
export function showJob(job: KnownJob, now: Date): ScheduledJobType | null {
  const { name, nextAt, lastOutcome } = job;
  const runningSince = job.isTaken ? job.runningSince : null;
  if (!isJobName(name) || (nextAt === null && runningSince === null)) return null;
  const dueAt = job.askedAt ?? nextAt;
  const said = lastOutcome === null ? null : sayJobOutcome(lastOutcome);
  return {
    ...{ name, ...JOBS[name], nextAt: dueAt, asked: job.askedAt !== null, runningSince },
    late: !job.isTaken && dueAt !== null && now.getTime() - dueAt.getTime() > LATE_AFTER_MS,
    progress: runningSince && job.progress,
    lastStartedAt: job.lastStartedAt,
    lastEndedAt: job.lastRunAt,
    lastDurationMs: job.lastDurationMs,
    lastOutcome: lastOutcome === null ? null : OUTCOMES[jobResultOf(lastOutcome)],
    lastText: said?.fr ?? null,
    lastTextEn: said?.en ?? null,
    lastSuccessAt: job.lastSuccessAt,
    failures: job.failures,
  };
}

export function showRun(run: RecordedRun): ScheduledJobRunType {
  const { id, startedAt, endedAt, durationMs, outcome, wasAsked, progress } = run;
  const said = outcome === null ? null : sayJobOutcome(outcome);
  return {
    ...{ id, startedAt, endedAt, durationMs, progress, asked: wasAsked },
    outcome: outcome === null ? ScheduledJobOutcomeName.RUNNING : OUTCOMES[jobResultOf(outcome)],
    text: said?.fr ?? null,
    textEn: said?.en ?? null,
  };
}

const OUTCOMES: Record<JobResult, ScheduledJobOutcomeName> = {
  done: ScheduledJobOutcomeName.DONE,
  partial: ScheduledJobOutcomeName.PARTIAL,
  failed: ScheduledJobOutcomeName.FAILED,
};
