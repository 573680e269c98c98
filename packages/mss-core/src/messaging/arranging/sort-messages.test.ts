import { describe, expect, it } from 'vitest';
import type { ArrangedMessage } from './arranged-message.js';
import { type SortKey, sortable, sortedUids } from './sort-messages.js';

/** A message of that uid, which came on that day of November. */
function message(
  uid: number,
  day: number,
  change: { subject?: string; from?: string; name?: string; date?: string },
): ArrangedMessage {
  const from = [{ name: change.name ?? null, mailbox: change.from ?? null, host: 'ch-valmont.mssante.fr' }];
  const none = { sender: [], replyTo: [], to: [], cc: [], bcc: [], inReplyTo: null, messageId: null };
  return {
    item: { uid, internalDate: new Date(Date.UTC(2026, 10, day)), size: 100 - uid },
    summary: {
      envelope: { date: null, subject: null, from, ...none },
      facts: {
        ...{
          subject: change.subject ?? null,
          date: change.date ?? null,
          hasAttachments: false,
          hasXdm: false,
        },
        ...{ autoSubmitted: false, receivedCount: 0, xMssIns: null, xMssCodeCda: null, xMssNil: null },
      },
    },
  };
}

const MESSAGES = [
  message(1, 3, { subject: 'Re: Bilan', from: 'zoe', name: '=?utf-8?Q?=C3=89lodie?=' }),
  message(2, 1, { subject: 'analyse', from: 'Anne', date: '2026-11-20T10:00:00+01:00' }),
  message(3, 2, { subject: 'BILAN', from: 'bob', date: '2026-11-20T08:00:00-05:00' }),
];

describe('Sorting messages (RFC 5256 §3)', () => {
  it.each<[(SortKey | [SortKey])[], number[]]>([
    [['ARRIVAL'], [2, 3, 1]],
    [['SIZE'], [3, 2, 1]],
    // Without a date of its own, the day it came.
    [['DATE'], [1, 2, 3]],
    [['SUBJECT'], [2, 1, 3]],
    [
      [['SUBJECT'], 'DATE'],
      [1, 3, 2],
    ],
    [
      ['SUBJECT', ['DATE']],
      [2, 3, 1],
    ],
    [['FROM'], [2, 3, 1]],
    [['DISPLAYFROM'], [2, 3, 1]],
    [['TO'], [1, 2, 3]],
    [[['CC']], [1, 2, 3]],
  ])('by %j', (asked, expected) => {
    const criteria = asked.map((key) =>
      typeof key === 'string' ? { key, reverse: false } : { key: key[0], reverse: true },
    );
    expect(
      sortedUids(
        MESSAGES.map((each) => sortable(each, criteria)),
        criteria,
      ),
    ).toEqual(expected);
  });
});
