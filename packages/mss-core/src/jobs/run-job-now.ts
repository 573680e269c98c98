import type { StructureViewer } from '../access/see-structure.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import { isJobName, type JobName } from './job-names.js';
import { mayRunJobs } from './may-see-jobs.js';

export interface JobAsking {
  /** `asked`: it is due from now on; `already`: it runs, or was asked before; `unknown`: nobody schedules it here. */
  ask(name: JobName, at: Date): Promise<'asked' | 'already' | 'unknown'>;
  readonly journal: Journal;
}

/**
 * Has a scheduled job run as soon as a process looks. Asked again before it has run, or while it runs, nothing more comes of it. The context is
 * that of the operator's own tenant. Refuses forbidden, notFound.
 */
// EX_GDT_5010: acts of operation are traced.
export async function runJobNow(
  context: TenantContext,
  desk: JobAsking,
  asker: StructureViewer | null,
  name: string,
): Promise<Outcome<JobName>> {
  const allowed = mayRunJobs(asker);
  if (!allowed.ok) return allowed;
  if (!isJobName(name)) return refused('notFound');
  const answer = await desk.ask(name, context.at);
  if (answer === 'unknown') return refused('notFound');
  if (answer === 'asked')
    await desk.journal.record([{ kind: 'job.asked', outcome: 'ok', facts: { job: name } }]);
  return done(name);
}
