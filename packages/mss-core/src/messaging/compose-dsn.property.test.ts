import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { MimeReader } from '../mime/index.js';
import { composeDsn } from './compose-dsn.js';
import { NOTHING_WISHED } from './notification-wishes.js';

const SENDER = parseMssAddress('anne.martin@ch-valmont.mssante.fr') as MssAddress;
const RECIPIENT = parseMssAddress('jean.dupont@peer.mssante.fr') as MssAddress;
const STAMP = { hostname: 'mx.cachet.test', at: new Date('2026-11-20T12:00:00Z'), id: 'notice-1' };

/** What a hostile peer may answer, or a hostile letter hold. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\0',
        '--=_notice-1',
        '\r\n--=_notice-1--\r\n',
        'Content-Type: text/html\r\n\r\n',
        'Action: delivered',
        '\r\nFinal-Recipient: rfc822; autre@pair.fr\r\n',
        'Message-ID: <a@b>\r\n',
        '\u2028',
        'é',
        ' ',
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

/** A header as a letter that was accepted can have it: lines that end with CRLF, none of them empty, none our boundary. */
const headers = fc
  .array(fc.stringMatching(/^[A-Z][a-z]{0,8}: [ -~]{0,40}$/), { minLength: 1, maxLength: 6 })
  .map((lines) => Buffer.from(lines.map((line) => `${line}\r\n`).join('')));

describe('RE_GBM_4410, EX_GBM_4430: whatever a peer answered', () => {
  it('the notice has its three parts, one verdict, and no line of another’s making', () => {
    fc.assert(
      fc.property(hostile, fc.option(hostile), headers, (text, remoteHost, header) => {
        const bytes = composeDsn(
          {
            kind: 'failed',
            to: SENDER,
            domain: 'ch-valmont.mssante.fr',
            recipient: RECIPIENT,
            cause: 'recipientRejected',
            triedMs: null,
            retryUntil: null,
            wishes: NOTHING_WISHED,
            reply: { code: 550, text },
            remoteHost,
            submittedAt: STAMP.at,
            header,
          },
          STAMP,
        );
        const reader = new MimeReader();
        reader.write(bytes);
        const { root } = reader.end();
        expect(root.parts.map((part) => `${part.type}/${part.subtype}`)).toEqual([
          'text/plain',
          'message/delivery-status',
          'text/rfc822-headers',
        ]);
        const { start, end } = root.parts[1]?.body ?? { start: 0, end: 0 };
        const status = Buffer.from(bytes.subarray(start, end)).toString('latin1');
        expect(status).not.toMatch(/[^\r]\n|\r[^\n]|\0/);
        const verdict = status.split('\r\n').filter((line) => /^(Action|Final-Recipient|Status):/.test(line));
        expect(verdict).toEqual([
          'Final-Recipient: rfc822; jean.dupont@peer.mssante.fr',
          'Action: failed',
          expect.stringMatching(/^Status: 5\.\d+\.\d+$/),
        ]);
      }),
      { numRuns: fuzzRuns(1_000) },
    );
  });
});
