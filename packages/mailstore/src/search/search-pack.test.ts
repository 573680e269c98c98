import type { MessageSummary } from '@cachet/mss-core';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageText } from './message-text.js';
import { OpenedPack, packedMessage, writePack } from './search-pack.js';

const NOBODY: MessageSummary = {
  envelope: {
    ...{ date: null, subject: null, inReplyTo: null, messageId: null },
    ...{ from: [], sender: [], replyTo: [], to: [], cc: [], bcc: [] },
  },
  facts: {
    ...{ subject: null, date: null, hasAttachments: false, hasXdm: false, autoSubmitted: false },
    ...{ receivedCount: 0, xMssIns: null, xMssCodeCda: null, xMssNil: null },
  },
};

const summaryOf = (subject: string): MessageSummary => ({
  ...NOBODY,
  envelope: { ...NOBODY.envelope, subject },
});

describe('a pack of texts', () => {
  it('gives each message back as it was put in, whatever its characters', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 40 });
    const message = fc.record({
      messageId: fc.uuid(),
      pieces: fc.array(anyText, { minLength: 2, maxLength: 5 }),
      subject: anyText,
    });
    fc.assert(
      fc.property(fc.uniqueArray(message, { selector: (m) => m.messageId, maxLength: 8 }), (messages) => {
        const { bytes, octets } = writePack(
          messages.map(({ messageId, pieces, subject }) =>
            packedMessage({ messageId, summary: summaryOf(subject), text: MessageText.of(pieces) }),
          ),
        );
        const pack = new OpenedPack(bytes);
        expect(octets).toBeGreaterThan(8);
        for (const { messageId, pieces, subject } of messages) {
          expect(pack.text(messageId)?.pieces()).toEqual(pieces.map((piece) => piece.toWellFormed()));
          expect(pack.summary(messageId)?.envelope.subject).toBe(subject);
        }
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('knows nothing of a message that is not in it', () => {
    const pack = new OpenedPack(writePack([]).bytes);
    expect(pack.text('0196f0a0-0000-7000-8000-000000000001')).toBeNull();
    expect(pack.summary('0196f0a0-0000-7000-8000-000000000001')).toBeNull();
  });

  it('is never taken for one when it is something else', () => {
    const { bytes } = writePack([]);
    expect(() => new OpenedPack(bytes.subarray(0, 3))).toThrow();
    expect(() => new OpenedPack(Buffer.from('not a pack'))).toThrow();
  });
});
