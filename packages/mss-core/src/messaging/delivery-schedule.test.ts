import { describe, expect, it } from 'vitest';
import { type AttemptVerdict, resultOf } from './delivery-schedule.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const BUSY: AttemptVerdict = {
  kind: 'temporary',
  cause: 'peerBusy',
  code: 450,
  text: '4.7.1 Greylisted',
  remoteHost: 'mx.peer.fr',
};

function minutesToNext(attempts: number): number {
  const { nextAttemptAt } = resultOf(BUSY, { attempts, createdAt: NOON }, NOON);
  return ((nextAttemptAt?.getTime() ?? Number.NaN) - NOON.getTime()) / 60_000;
}

describe('when a letter is tried again', () => {
  it('is soon at first, then ever more slowly, never later than four hours', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 50].map(minutesToNext)).toEqual([1, 5, 15, 30, 60, 120, 240, 240, 240]);
  });

  it('is never after two days: the letter has failed', () => {
    const createdAt = new Date(NOON.getTime() - 45 * 3_600_000);
    expect(resultOf(BUSY, { attempts: 20, createdAt }, NOON)).toEqual({
      state: 'failed',
      code: 450,
      text: '4.7.1 Greylisted',
      remoteHost: 'mx.peer.fr',
      nextAttemptAt: null,
    });
  });

  it('is never when the refusal is for good', () => {
    const refusal: AttemptVerdict = { ...BUSY, kind: 'permanent', cause: 'recipientRejected', code: 550 };
    expect(resultOf(refusal, { attempts: 0, createdAt: NOON }, NOON)).toMatchObject({
      state: 'failed',
      nextAttemptAt: null,
    });
  });
});
