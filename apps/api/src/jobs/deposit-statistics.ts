import { runEvery } from '@cachet/mss-core';
import { type StatisticsDepositor, TO_DEPOSIT, TO_REPORT } from '../statistics/statistics-depositor.js';
import type { Job } from './job.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The statistics of each domain on their way to the ANS, by the business clock. */
// EX_PSU_5810: in the first five days of the month that follows.
export function statisticsJobs(
  depositor: Pick<StatisticsDepositor, 'plan' | 'deposit' | 'report' | 'hasWork'>,
): readonly Job[] {
  return [
    { name: 'statistics.plan', nextAt: runEvery(HOUR_MS), run: (act) => depositor.plan(act) },
    {
      name: 'statistics.deposit',
      nextAt: runEvery(MINUTE_MS),
      hasWork: () => depositor.hasWork(TO_DEPOSIT),
      run: (act, under) => depositor.deposit(act, under),
    },
    // EX_SSU_5820
    {
      name: 'statistics.report',
      nextAt: runEvery(MINUTE_MS),
      hasWork: () => depositor.hasWork(TO_REPORT),
      run: (act) => depositor.report(act),
    },
  ];
}
