import { createHash } from 'node:crypto';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MimeReader } from '../mime/index.js';
import type { ReceivedMessage } from './ports.js';
import { readReports } from './read-reports.js';

function received(text: string): ReceivedMessage {
  const bytes = Buffer.from(text);
  const reader = new MimeReader();
  reader.write(bytes);
  return {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    structure: reader.end(),
    async *open() {
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    },
  };
}

const report = (type: string, lines: readonly string[], root = 'multipart/report') =>
  received(
    [
      `Content-Type: ${root}; boundary=b`,
      '',
      '--b',
      `Content-Type: ${type}`,
      '',
      ...lines,
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      'Message-ID: <lettre@labo>',
      '--b--',
      '',
    ].join('\r\n'),
  );

describe('what the recipient’s side says of a letter', () => {
  it('RFC 3464: is read of each recipient', async () => {
    const said = await readReports(
      report('message/delivery-status', [
        ...['Reporting-MTA: dns; mx.pair', ''],
        ...['Final-Recipient: rfc822; a@pair.fr', 'Action: Delivered', 'Status: 2.0.0', ''],
        ...['Final-Recipient: rfc822; b@pair.fr', 'Action: relayed', ''],
        ...['Original-Recipient: rfc822; c@pair.fr', 'Action: failed', 'Status: 5.1.1 (unknown)', ''],
        ...['Final-Recipient: rfc822; d@pair.fr', 'Action: expected'],
      ]),
    );
    const mailId = '<lettre@labo>';
    expect(said).toEqual([
      { kind: 'delivered', recipient: 'a@pair.fr', mailId, status: '2.0.0' },
      { kind: 'relayed', recipient: 'b@pair.fr', mailId, status: null },
      { kind: 'failed', recipient: 'c@pair.fr', mailId, status: '5.1.1' },
    ]);
  });

  it.each([
    ['manual-action/MDN-sent-manually; displayed', 'read'],
    ['automatic-action/MDN-sent-automatically;displayed/error', 'read'],
    ['manual-action/MDN-sent-manually; deleted', 'deletedUnread'],
    ['automatic-action/MDN-sent-automatically; processed', null],
    ['', null],
  ])('RFC 8098 §3.2.6: %j is %j', async (disposition, kind) => {
    const said = await readReports(
      report('message/disposition-notification', [
        'Final-Recipient: rfc822;a@pair.fr',
        'Original-Message-ID: <lettre@labo>',
        `Disposition: ${disposition}`,
      ]),
    );
    const told = { kind, recipient: 'a@pair.fr', mailId: '<lettre@labo>', status: null };
    expect(said).toEqual(kind ? [told] : []);
  });

  it('is nothing where no machine reports, and no octet of the letter is read for it', async () => {
    const letter = report(
      'message/disposition-notification',
      ['Original-Message-ID: <x@y>'],
      'multipart/mixed',
    );
    const unread = {
      ...letter,
      open: () => {
        throw new Error('it was read');
      },
    };
    expect(await readReports(unread)).toEqual([]);
  });

  it('is whatever strangers write, without harm', () => {
    const line = fc.oneof(
      fc.constantFrom('', 'Action: delivered', 'Final-Recipient: rfc822; a@b', 'Original-Message-ID: <a@b>'),
      fc.string({ unit: 'binary' }),
    );
    return fc.assert(
      fc.asyncProperty(
        fc.constantFrom('message/delivery-status', 'message/disposition-notification'),
        fc.array(line, { maxLength: 40 }),
        async (type, lines) => {
          for (const { recipient, mailId } of await readReports(report(type, lines))) {
            expect(recipient.length).toBeLessThan(255);
            expect(mailId).toMatch(/^<[^<>]+>$/);
          }
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });
});
