import { type Thread, type Threadable, threadByReferences } from '@cachet/mss-core';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinThreads } from './join-threads.js';

/** Letters that answer an earlier one, as programs write them: all that came before, then the one answered. */
const LETTERS = fc
  .array(fc.record({ answers: fc.option(fc.nat()), kept: fc.boolean(), at: fc.nat() }), { maxLength: 30 })
  .map((drafts) => {
    const letters: Threadable[] = [];
    for (const [index, { answers }] of drafts.entries()) {
      const parent = answers === null ? undefined : letters[answers % Math.max(index, 1)];
      letters.push({
        ...{ uid: index + 1, sentAt: index, isReply: parent !== undefined },
        // Those that share a subject are no conversation of ours.
        subject: `subject ${index}`,
        messageId: `${index}@x`,
        references: parent ? [...parent.references, parent.messageId] : [],
      });
    }
    const order = new Map(letters.map((letter, index) => [letter, drafts[index]?.at ?? 0]));
    return letters
      .filter((_, index) => drafts[index]?.kept)
      .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  });

/** Uids that are together, whatever the order. */
function partition(groups: Iterable<readonly number[]>): readonly string[] {
  return [...groups].map((group) => [...group].sort((a, b) => a - b).join()).sort();
}

function uidsOf(thread: Thread): number[] {
  const below = thread.children.flatMap(uidsOf);
  return thread.uid === null ? below : [thread.uid, ...below];
}

/** Ids that grow, as those of rows do. */
function numbered(): () => string {
  let made = 0;
  return () => {
    made += 1;
    return String(made).padStart(4, '0');
  };
}

/** In runs of so many, each knowing what those before it left. */
function joinedInRuns(letters: readonly Threadable[], together: number): readonly number[][] {
  const newThread = numbered();
  const threads = new Map<number, string>();
  let leads: ReadonlyMap<string, string> = new Map();
  for (let from = 0; from < letters.length; from += together) {
    const run = letters.slice(from, from + together).map(({ uid, references, messageId }) => {
      return { uid, names: [...references, messageId] };
    });
    const joined = joinThreads(run, leads, newThread);
    for (const [uid, thread] of threads) threads.set(uid, joined.merged.get(thread) ?? thread);
    for (const [uid, thread] of joined.threadOf) threads.set(uid, thread);
    leads = joined.leads;
  }
  const groups = Map.groupBy(threads, ([, thread]) => thread);
  return [...groups.values()].map((members) => members.map(([uid]) => uid));
}

describe('conversations put together as letters come', () => {
  it('RFC 5256 §4: are those of THREAD=REFERENCES, whatever the order and however many come together', () => {
    fc.assert(
      fc.property(LETTERS, fc.integer({ min: 1, max: 10 }), (letters, together) => {
        const asked = threadByReferences(letters.toSorted((a, b) => a.uid - b.uid));
        expect(partition(joinedInRuns(letters, together))).toEqual(partition(asked.map(uidsOf)));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('put a letter without any id in a conversation of its own', () => {
    const messages = [1, 2].map((uid) => ({ uid, names: [] }));
    const { threadOf, leads } = joinThreads(messages, new Map(), numbered());
    expect([threadOf.get(1), threadOf.get(2), leads.size]).toEqual(['0001', '0002', 0]);
  });
});
