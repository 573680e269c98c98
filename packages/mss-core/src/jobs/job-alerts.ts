import type { ComplianceEvent } from '../traceability/index.js';
import type { JobName } from './job-names.js';
import { jobResultOf } from './job-outcome.js';
import type { LastRun } from './job-schedule.js';

/** Failures in a row that are told, and how gravely. */
const TOLD: ReadonlyMap<number, ComplianceEvent['severity']> = new Map([
  [3, 'warning'],
  [12, 'critical'],
]);

/** What the operator is told of a job once one more run ended so: that it keeps failing, or that it is well again. Null for nothing new. */
// EX_SSI_5120: alerts raised by themselves; each stage of a series once.
export function jobAlert(
  name: JobName,
  before: Pick<LastRun, 'failures' | 'lastSuccessAt'>,
  outcome: string,
): ComplianceEvent | null {
  const since = before.lastSuccessAt?.toISOString() ?? null;
  if (jobResultOf(outcome) === 'done') {
    const wasTold = [...TOLD.keys()].some((count) => before.failures >= count);
    const facts = { job: name, failures: before.failures, since };
    return wasTold ? { kind: 'job.restored', severity: 'info', facts } : null;
  }
  const failures = before.failures + 1;
  const severity = TOLD.get(failures);
  return severity ? { kind: 'job.failing', severity, facts: { job: name, failures, outcome, since } } : null;
}
