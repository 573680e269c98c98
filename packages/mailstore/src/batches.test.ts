import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Batches } from './batches.js';

const MOST = 4;

/** Commits that end when the test says so. */
function heldCommits() {
  const begun: number[][] = [];
  const ends: (() => void)[] = [];
  const batches = new Batches<number>(
    (waiting) => ({ batch: waiting.slice(0, MOST), left: waiting.slice(MOST) }),
    (batch) => {
      begun.push([...batch]);
      return new Promise((resolve) => void ends.push(resolve));
    },
  );
  const end = async (commit: number) => {
    ends[commit]?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  const add = (...all: number[]) => {
    for (const one of all) batches.add(one);
  };
  return { begun, end, add };
}

describe('what is committed together', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('begins at once alone, and beside one that is no larger', () => {
    const { begun, add } = heldCommits();
    add(1, 2);
    expect(begun).toEqual([[1], [2]]);
  });

  it('waits beside a larger one until it is as many, or that one ends', async () => {
    const { begun, end, add } = heldCommits();
    add(1, 2, 3, 4, 5);
    await end(0);
    expect(begun).toEqual([[1], [2], [3, 4, 5]]);
    await end(1);
    add(6, 7);
    expect(begun).toHaveLength(3);
    add(8);
    expect(begun.at(-1)).toEqual([6, 7, 8]);
    await end(3);
    add(9);
    expect(begun).toHaveLength(4);
    await end(2);
    expect(begun.at(-1)).toEqual([9]);
  });

  it('waits no longer than a commit takes, however often others begin and end beside one that hangs', async () => {
    const { begun, end, add } = heldCommits();
    add(1, 2, 3, 4, 5);
    await end(0);
    await end(1);
    // The one of three hangs.
    add(6);
    await vi.advanceTimersByTimeAsync(10);
    expect(begun).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(11);
    expect(begun.at(-1)).toEqual([6]);
    await end(3);
    add(7);
    expect(begun.at(-1)).toEqual([7]);
  });

  it('leaves what is more than one takes to the next', async () => {
    const { begun, end, add } = heldCommits();
    add(1, 2, 3, 4, 5, 6, 7);
    await end(0);
    expect(begun.at(-1)).toEqual([3, 4, 5, 6]);
    await end(1);
    expect(begun).toHaveLength(3);
    await end(2);
    expect(begun.at(-1)).toEqual([7]);
  });
});
