import type { Thread } from '@cachet/mss-core/messaging';
import { describe, expect, it } from 'vitest';
import { threadText } from './thread.js';

function thread(uid: number | null, ...children: Thread[]): Thread {
  return { uid, children };
}

describe('threads in a response (RFC 5256 §5)', () => {
  it.each<[Thread[], string]>([
    [[], ''],
    [[thread(2)], '(2)'],
    [
      [thread(2), thread(3, thread(6, thread(4, thread(23)), thread(44, thread(7, thread(96)))))],
      '(2)(3 6 (4 23)(44 7 96))',
    ],
    [[thread(null, thread(3), thread(5, thread(8)))], '((3)(5 8))'],
  ])('%# is %s', (threads, text) => {
    expect(threadText(threads, (uid) => uid)).toBe(text);
  });

  it('are written however deep they are', () => {
    let deep = thread(0);
    for (let uid = 1; uid < 100_000; uid += 1) deep = thread(uid, deep, thread(uid));
    expect(threadText([deep], (uid) => uid).length).toBeGreaterThan(100_000);
  });

  it('are written however many answer one message', () => {
    const answers = Array.from({ length: 200_000 }, (_, index) => thread(index + 2));
    const text = threadText([{ uid: 1, children: answers }], (uid) => uid);
    expect(text.startsWith('(1 (2)(3)')).toBe(true);
    expect(text.endsWith('(200001))')).toBe(true);
  });
});
