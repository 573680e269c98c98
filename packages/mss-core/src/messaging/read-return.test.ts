import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MssAddress } from '../identifiers/index.js';
import { MimeReader } from '../mime/index.js';
import { composeDsn } from './compose-dsn.js';
import { NOTHING_WISHED } from './notification-wishes.js';
import type { ReceivedMessage } from './ports.js';
import { readReturn, reportsIn } from './read-return.js';

function received(bytes: Uint8Array): ReceivedMessage {
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

const letter = (...lines: string[]) => received(Buffer.from(lines.join('\r\n')));

describe('EX_GBM_4430: what comes back to an application', () => {
  it('is a full BAL, named with the letter that was for it', async () => {
    const report = composeDsn(
      {
        kind: 'failed',
        to: 'app@labo.mssante.fr' as MssAddress,
        domain: 'pair.mssante.fr',
        recipient: 'paul@pair.mssante.fr' as MssAddress,
        cause: 'peerBusy',
        triedMs: null,
        retryUntil: null,
        reply: { code: 552, text: '5.2.2 Mailbox full' },
        remoteHost: null,
        submittedAt: new Date(0),
        wishes: NOTHING_WISHED,
        header: Buffer.from('Subject: x\r\nMessage-ID: <lettre@labo>\r\n'),
      },
      { hostname: 'mx', at: new Date(0), id: 'id' },
    );
    expect(await readReturn(received(report))).toEqual([
      {
        kind: 'mailboxFull',
        recipient: 'paul@pair.mssante.fr',
        originalMessageId: '<lettre@labo>',
        status: '5.2.2',
      },
    ]);
  });

  it('is several recipients, each for itself, from a report that another server wrote', async () => {
    const report = letter(
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      ...[
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'Sorry',
        '--b',
        'Content-Type: message/delivery-status',
        '',
      ],
      ...['Reporting-MTA: dns; mx.pair', ''],
      ...['Final-Recipient: RFC822; a@pair.fr', 'Action: failed', 'Status: 5.1.1 (unknown)', ''],
      ...['Original-Recipient: rfc822;', ' b@pair.fr', 'Action: delayed', 'Status: 4.2.2', ''],
      ...['Final-Recipient: rfc822; c@pair.fr', 'Action: delivered', 'Status: 2.0.0'],
      ...['--b', 'Content-Type: message/rfc822', '', 'Message-ID: <o@x>', '', 'Corps', '--b--', ''],
    );
    expect(await readReturn(report)).toEqual([
      { kind: 'notDelivered', recipient: 'a@pair.fr', originalMessageId: '<o@x>', status: '5.1.1' },
      { kind: 'mailboxFull', recipient: 'b@pair.fr', originalMessageId: '<o@x>', status: '4.2.2' },
    ]);
  });

  it('is an absence, told by an automatic answer', async () => {
    const answer = letter(
      ...['From: Paul <paul@pair.mssante.fr>', 'Subject: Absent', 'In-Reply-To: <lettre@labo>'],
      ...['Auto-Submitted: auto-replied', '', 'De retour lundi.', ''],
    );
    expect(await readReturn(answer)).toEqual([
      {
        kind: 'absence',
        recipient: 'paul@pair.mssante.fr',
        originalMessageId: '<lettre@labo>',
        status: null,
      },
    ]);
  });

  it('is nothing of the kind for a letter that somebody wrote', async () => {
    expect(await readReturn(letter('From: paul@pair.mssante.fr', 'Subject: Status: 5.2.2', '', 'x'))).toEqual(
      [],
    );
  });

  it('never makes its reader stumble, nor say more than was written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'Action: failed\nStatus: 5.2.2;rfc822@ \r\t\0é') }),
        (text) => {
          for (const { status, recipient } of reportsIn(text)) {
            expect(text).toContain(status);
            if (recipient) expect(text).toContain(recipient);
          }
        },
      ),
    );
    expect(reportsIn(`${'Action: failed\nStatus: 5.2.2\n\n'.repeat(10_000)}`)).toHaveLength(101);
  });
});
