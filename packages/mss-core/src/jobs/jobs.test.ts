import { describe, expect, it } from 'vitest';
import type { StructureViewer, TenantRole } from '../access/index.js';
import type { TraceEvent } from '../traceability/index.js';
import { jobAlert } from './job-alerts.js';
import { isJobName, JOBS } from './job-names.js';
import { jobResultOf, sayJobOutcome } from './job-outcome.js';
import { growingWait, isJobDue, NEVER_RUN, runEvery } from './job-schedule.js';
import { mayRunJobs, maySeeJobs } from './may-see-jobs.js';
import { runJobNow } from './run-job-now.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = new Date('2026-11-20T12:00:00Z');
const after = (ms: number) => new Date(NOON.getTime() + ms);
const ran = (lastOutcome: string, failures = 0) => ({
  ...{ lastRunAt: NOON, lastSuccessAt: null, lastOutcome, failures },
});

describe('when a job is next due', () => {
  it('is at once before its first run, then that long after its last, whatever a watch found', () => {
    const daily = runEvery(DAY);
    expect(daily(NEVER_RUN, NOON)).toEqual(NOON);
    for (const outcome of ['ok', 'chainAltered', 'incomplete'])
      expect(daily(ran(outcome, 1), NOON)).toEqual(after(DAY));
  });

  it('is after a wait that grows with each failure, up to a ceiling', () => {
    const waits = (waitMs: number) =>
      [1, 2, 3, 6, 7, 99].map((failures) => growingWait(waitMs, failures) / MINUTE);
    expect(waits(DAY)).toEqual([1, 2, 4, 32, 60, 60]);
    expect(waits(MINUTE)).toEqual([1, 2, 4, 15, 15, 15]);
    expect(growingWait(5_000, 1)).toBe(5_000);
    expect(runEvery(DAY)(ran('fault', 3), NOON)).toEqual(after(4 * MINUTE));
  });

  it('is after the wait that a text states, where one does', () => {
    expect(runEvery(DAY, () => HOUR)(ran('listeBlancheUnreachable', 9), NOON)).toEqual(after(HOUR));
  });

  it('is never late because a clock was set back', () => {
    expect(isJobDue(runEvery(DAY), ran('ok'), after(-HOUR))).toBe(true);
    expect(isJobDue(runEvery(DAY), ran('ok'), after(-5_000))).toBe(false);
    expect(isJobDue(() => null, ran('ok'), after(-HOUR))).toBe(false);
  });
});

describe('how a run ended', () => {
  it('is done, partial or failed, and said in both languages', () => {
    const results = ['ok', 'overdue', 'incomplete', 'interrupted', 'listeBlancheUnreachable', 'toString'];
    expect(results.map(jobResultOf)).toEqual(['done', 'done', 'partial', 'failed', 'failed', 'failed']);
    expect(sayJobOutcome('ok')).toEqual({ fr: 'Terminé.', en: 'Done.' });
    expect(sayJobOutcome('certificateRefused').fr).toBe('Le certificat présenté n’est pas accepté : ….');
    expect(sayJobOutcome('nonsense').en).toBe('Not done: nonsense.');
  });

  it('EX_SSI_5120: is told at the third and the twelfth failure in a row, and once it is well again', () => {
    const told = (failures: number, outcome: string) =>
      jobAlert('igc.chain', { failures, lastSuccessAt: NOON }, outcome)?.severity ?? null;
    expect([0, 1, 2, 3, 10, 11, 12].map((failures) => told(failures, 'fault'))).toEqual([
      ...[null, null, 'warning', null, null, 'critical', null],
    ]);
    expect([0, 2, 3, 40].map((failures) => told(failures, 'ok'))).toEqual([null, null, 'info', 'info']);
  });
});

describe('the catalogue of jobs', () => {
  it('says each in French and in English', () => {
    for (const [name, { label, labelEn, purpose, purposeEn }] of Object.entries(JOBS)) {
      expect(isJobName(name)).toBe(true);
      for (const text of [label, labelEn]) expect(text.length).toBeGreaterThan(4);
      for (const text of [purpose, purposeEn]) expect(text).toMatch(/\.$/);
    }
    expect(isJobName('toString')).toBe(false);
  });
});

const person = (...roles: TenantRole[]): StructureViewer => ({ kind: 'person', roles });
const key = (...scopes: string[]): StructureViewer => ({ kind: 'partner', scopes: new Set(scopes) });

describe('the scheduled jobs', () => {
  it.each<[string, StructureViewer | null, boolean, boolean]>([
    ['the operator’s administrator', person('operatorAdmin'), true, true],
    ['the operator’s manager', person('manager'), true, false],
    ['the operator’s auditor', person('auditor'), true, false],
    ['somebody without a role at the operator', person(), false, false],
    ['a key of the operator that reads compliance', key('compliance:read'), true, false],
    ['another key of the operator', key('bal:read'), false, false],
    ['a key of another structure', null, false, false],
  ])('are seen and run by: %s', (_, asker, sees, runs) => {
    expect(maySeeJobs(asker).ok).toBe(sees);
    expect(mayRunJobs(asker).ok).toBe(runs);
  });

  it('EX_GDT_5010: are run before their time with a trace, once however often it is asked', async () => {
    const traces: TraceEvent[] = [];
    const answers = ['asked', 'already', 'unknown'] as const;
    let asked = 0;
    const desk = {
      ask: async () => answers[asked++] ?? 'unknown',
      journal: { record: async (events: readonly TraceEvent[]) => void traces.push(...events) },
    };
    const run = (asker: StructureViewer, name: string) => runJobNow({ at: NOON } as never, desk, asker, name);
    expect(await run(person('auditor'), 'igc.chain')).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(await run(person('operatorAdmin'), 'nonsense')).toMatchObject({ refusal: { code: 'notFound' } });
    for (const ok of [true, true, false])
      expect((await run(person('operatorAdmin'), 'igc.chain')).ok).toBe(ok);
    expect(traces).toEqual([{ kind: 'job.asked', outcome: 'ok', facts: { job: 'igc.chain' } }]);
  });
});
