import type { CheckResult } from '@cachet/runtime';
import { describe, expect, it } from 'vitest';
import { discreet } from './readiness.js';

function asked(run: () => Promise<CheckResult>) {
  const lines: object[] = [];
  const check = discreet(
    { name: 'postgres', required: true, run },
    { warn: (line: object) => void lines.push(line) },
  );
  return { lines, answer: check.run() };
}

describe('what readiness tells a stranger', () => {
  it('is that a thing is unreachable, without the words of the fault, which go to the log', async () => {
    const fault = new Error('connect ECONNREFUSED 10.1.2.3:5432 for role cachet_app');
    const thrown = asked(() => Promise.reject(fault));
    expect(await thrown.answer).toEqual({ ok: false, reason: 'unreachable' });
    expect(thrown.lines).toEqual([{ check: 'postgres', err: fault }]);
    const told = asked(async () => ({ ok: false, reason: 'no answer from 10.1.2.3' }));
    expect(await told.answer).toEqual({ ok: false, reason: 'unreachable' });
    expect(told.lines).toEqual([{ check: 'postgres', reason: 'no answer from 10.1.2.3' }]);
  });

  it('is that a neighbour is absent, or that all is well, and nothing is logged', async () => {
    const absent = asked(async () => ({ ok: false, reason: 'absent' }));
    const well = asked(async () => ({ ok: true }));
    expect([await absent.answer, await well.answer]).toEqual([{ ok: false, reason: 'absent' }, { ok: true }]);
    expect([...absent.lines, ...well.lines]).toEqual([]);
  });
});
