import { describe, expect, it } from 'vitest';
import { type AttemptVerdict, isDelayToBeTold, resultOf } from './delivery-schedule.js';
import { NOTHING_WISHED } from './notification-wishes.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const BUSY: AttemptVerdict = {
  kind: 'temporary',
  cause: 'peerBusy',
  code: 450,
  text: '4.7.1 Greylisted',
  remoteHost: 'mx.peer.fr',
  tls: null,
};

/** Written long ago, so that no hour of warning is near. */
const LONG_AGO = new Date(NOON.getTime() - 5 * 3_600_000);

function minutesToNext(attempts: number, id = 'a', createdAt = LONG_AGO): number {
  const { nextAttemptAt } = resultOf(BUSY, { id, attempts, createdAt }, NOON);
  return ((nextAttemptAt?.getTime() ?? Number.NaN) - NOON.getTime()) / 60_000;
}

describe('when a letter is tried again', () => {
  it('is soon at first, then ever more slowly, never later than four hours', () => {
    const pauses = [1, 5, 15, 30, 60, 120, 240, 240, 240];
    for (const [at, attempts] of [0, 1, 2, 3, 4, 5, 6, 7, 50].entries()) {
      const minutes = minutesToNext(attempts);
      expect(minutes).toBeGreaterThanOrEqual(pauses[at] ?? 0);
      expect(minutes).toBeLessThanOrEqual((pauses[at] ?? 0) * 1.2);
    }
  });

  it('is not at one and the same moment for all that were put off together', () => {
    const moments = Array.from({ length: 50 }, (_, n) => minutesToNext(3, `letter ${n}`));
    expect(new Set(moments).size).toBeGreaterThan(40);
  });

  it('RE_SSI_5010: is also at the fourth hour, when a sender is told of the delay', () => {
    const createdAt = new Date(NOON.getTime() - 3.9 * 3_600_000);
    expect(minutesToNext(5, 'a', createdAt)).toBeCloseTo(6, 3);
  });

  it('is never after two days: the letter has failed', () => {
    const createdAt = new Date(NOON.getTime() - 45 * 3_600_000);
    expect(resultOf(BUSY, { id: 'a', attempts: 20, createdAt }, NOON)).toEqual({
      state: 'failed',
      code: 450,
      text: '4.7.1 Greylisted',
      remoteHost: 'mx.peer.fr',
      tls: null,
      nextAttemptAt: null,
      cause: 'peerBusy',
      hasExpired: true,
    });
  });

  it('is never when the refusal is for good', () => {
    const refusal: AttemptVerdict = { ...BUSY, kind: 'permanent', cause: 'recipientRejected', code: 550 };
    expect(resultOf(refusal, { id: 'a', attempts: 0, createdAt: NOON }, NOON)).toMatchObject({
      state: 'failed',
      nextAttemptAt: null,
    });
  });
});

describe('a delay', () => {
  const wishes = NOTHING_WISHED;
  const putOff = {
    state: 'deferred',
    code: 450,
    text: '',
    remoteHost: null,
    tls: null,
    nextAttemptAt: NOON,
    cause: 'peerBusy',
    hasExpired: false,
  } as const;
  const fourHoursAgo = new Date(NOON.getTime() - 4 * 3_600_000);

  it('is told after four hours, once, unless its sender wishes otherwise', () => {
    const late = { createdAt: fourHoursAgo, delayToldAt: null, wishes };
    expect(isDelayToBeTold(late, putOff, NOON)).toBe(true);
    expect(isDelayToBeTold({ ...late, createdAt: NOON }, putOff, NOON)).toBe(false);
    expect(isDelayToBeTold({ ...late, delayToldAt: NOON }, putOff, NOON)).toBe(false);
    for (const notify of [['NEVER'], ['FAILURE'], ['SUCCESS']] as const) {
      expect(isDelayToBeTold({ ...late, wishes: { ...wishes, notify } }, putOff, NOON)).toBe(false);
    }
    expect(isDelayToBeTold({ ...late, wishes: { ...wishes, notify: ['DELAY'] } }, putOff, NOON)).toBe(true);
  });
});
