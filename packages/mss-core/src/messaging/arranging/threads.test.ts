import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseSubject } from './base-subject.js';
import type { Thread, Threadable } from './thread.js';
import { threadByReferences } from './thread-by-references.js';
import { threadBySubject } from './thread-by-subject.js';

/** A message sent at its uid's place in time. */
function message(uid: number, subject: string, id = '', ...references: string[]): Threadable {
  const { text, isReply } = baseSubject(subject);
  return { uid, sentAt: uid, subject: text.toUpperCase(), isReply, messageId: id, references };
}

/** `1(2(3)4)`: a message, and between parentheses those below it; `_` where it is not there. */
function drawn(threads: readonly Thread[]): string {
  return threads
    .map(({ uid, children }) => `${uid ?? '_'}${children.length > 0 ? `(${drawn(children)})` : ''}`)
    .join(' ');
}

describe('Threads by references (RFC 5256 §4)', () => {
  it.each<[string, Threadable[], string]>([
    [
      'an answer to an answer',
      [message(1, 'a', 'x'), message(2, 'Re: a', 'y', 'x'), message(3, 'Re: a', 'z', 'x', 'y')],
      '1(2(3))',
    ],
    ['two answers', [message(1, 'a', 'x'), message(2, 'b', 'y', 'x'), message(3, 'c', 'z', 'x')], '1(2 3)'],
    [
      'answers that come before what they answer',
      [message(1, 'Re: a', 'y', 'x'), message(2, 'a', 'x')],
      '2(1)',
    ],
    [
      'a message in the middle that is not there',
      [message(1, 'a', 'x'), message(2, 'b', 'z', 'x', 'y')],
      '1(2)',
    ],
    ['a beginning that is not there', [message(1, 'a', 'y', 'x'), message(2, 'b', 'z', 'x')], '_(1 2)'],
    ['one answer to what is not there', [message(1, 'a', 'y', 'x')], '1'],
    ['messages that answer each other', [message(1, 'a', 'x', 'y'), message(2, 'b', 'y', 'x')], '2(1)'],
    ['a message that answers itself', [message(1, 'a', 'x', 'x')], '1'],
    [
      'two messages of one id',
      [message(1, 'a', 'x'), message(2, 'b', 'x'), message(3, 'c', 'z', 'x')],
      '1(3) 2',
    ],
    [
      'what a message says of itself against what others say',
      [message(1, 'c', 'z', 'x', 'y'), message(2, 'd', 'x'), message(3, 'e', 'y', 'w'), message(4, 'f', 'w')],
      '2 4(3(1))',
    ],
    ['an answer known by its subject alone', [message(1, 'a'), message(2, 'Re: A')], '1(2)'],
    ['an answer sent before', [message(1, 'Re: a'), message(2, 'a')], '2(1)'],
    ['two letters of one subject', [message(1, 'a'), message(2, 'a'), message(3, 'Re: a')], '_(1 2 3)'],
    ['letters without a subject', [message(1, ''), message(2, '')], '1 2'],
    [
      'threads whose beginning is not there, of one subject',
      [
        message(1, 'a', 'p', 'x'),
        message(2, 'b', 'q', 'x'),
        message(3, 'a', 'r', 'y'),
        message(4, 'c', 's', 'y'),
      ],
      '_(1 2 3 4)',
    ],
  ])('%s', (_, messages, expected) => {
    expect(drawn(threadByReferences(messages))).toBe(expected);
  });

  it('hold every message once, in order of time among siblings, whatever they say of each other', () => {
    const id = fc.constantFrom('', 'a', 'b', 'c', 'd', 'e');
    const one = fc.tuple(
      id,
      fc.array(
        id.filter((text) => text !== ''),
        { maxLength: 5 },
      ),
      fc.constantFrom('', 's', 'Re: s', 't'),
    );
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (written) => {
        const messages = written.map(([own, references, subject], at) =>
          message(at + 1, subject, own, ...references),
        );
        const uids: number[] = [];
        const walk = (threads: readonly Thread[], isTop: boolean) => {
          for (const { uid, children } of threads) {
            if (uid === null) expect(isTop && children.length > 0).toBe(true);
            else uids.push(uid);
            const known = children.map((child) => child.uid).filter((uid) => uid !== null);
            expect(known).toEqual([...known].sort((a, b) => a - b));
            walk(children, false);
          }
        };
        walk(threadByReferences(messages), true);
        expect(uids.sort((a, b) => a - b)).toEqual(messages.map(({ uid }) => uid));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  // Work that grows with the square of this would not end within the time a test is given.
  it('of two hundred thousand messages are made: one chain, one crowd, and a chain told from its end', () => {
    const many = 200_000;
    const chain = Array.from({ length: many }, (_, i) => message(i + 1, `s${i}`, `m${i}`, `m${i - 1}`));
    const crowd = Array.from({ length: many }, (_, i) => message(i + 1, 's', `m${i}`, 'root'));
    for (const messages of [chain, crowd, [...chain].reverse()]) {
      let shown = 0;
      const waiting = [threadByReferences(messages)];
      for (let siblings = waiting.pop(); siblings; siblings = waiting.pop())
        for (const { uid, children } of siblings) {
          if (uid !== null) shown += 1;
          if (children.length > 0) waiting.push(children);
        }
      expect(shown).toBe(many);
    }
  }, 60_000);
});

describe('Threads by ordered subject', () => {
  it('are the first sent, and under it all others of its base subject', () => {
    const messages = [
      message(1, 'b'),
      message(2, 'Re: a'),
      message(3, 'Re: B'),
      message(4, '[x] a'),
      message(5, 'a'),
    ];
    expect(drawn(threadBySubject(messages))).toBe('1(3) 2(4 5)');
  });
});
