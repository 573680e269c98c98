import { done, refused } from '@cachet/mss-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SignInPace } from './sign-in-pace.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = async (ms: number) => void vi.advanceTimersByTime(ms);

/** How long the answer takes, in milliseconds, when judging takes that long. */
async function timeOf(pace: SignInPace, judgingMs: number, isRight = false): Promise<number> {
  const began = performance.now();
  await pace.hold('anne@x.fr', async () => {
    await pass(judgingMs);
    return isRight ? done('in') : refused('authenticationFailed');
  });
  return performance.now() - began;
}

describe('the pace of sign-ins', () => {
  it('answers what failed soon and what failed late at the same moment, and a success at once', async () => {
    const pace = new SignInPace(false, pass);
    expect([await timeOf(pace, 3), await timeOf(pace, 150)]).toEqual([200, 200]);
    expect(await timeOf(pace, 30, true)).toBe(30);
  });

  it('slows down who goes on failing, until they succeed', async () => {
    const pace = new SignInPace(true, pass);
    const times = [];
    for (let turn = 0; turn < 5; turn += 1) times.push(await timeOf(pace, 3));
    expect(times).toEqual([200, 200, 200, 700, 1_200]);
    expect(await timeOf(pace, 3, true)).toBe(3);
    expect(await timeOf(pace, 3)).toBe(200);
  });

  it('neither slows nor counts those it could not judge: the identity provider was out', async () => {
    const pace = new SignInPace(true, pass);
    for (let turn = 0; turn < 20; turn += 1) {
      const began = performance.now();
      await pace.hold('anne@x.fr', async () => refused('identityProviderUnavailable'));
      expect(performance.now() - began).toBe(0);
    }
    expect(await timeOf(pace, 3)).toBe(200);
  });
});
