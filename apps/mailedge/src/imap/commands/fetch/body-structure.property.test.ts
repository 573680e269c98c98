import { Buffer } from 'node:buffer';
import { MIME_LIMITS, MimeReader } from '@cachet/mss-core/mime';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyStructureText } from './body-structure.js';
import { envelopeText } from './envelope.js';

const fragment = fc.oneof(
  fc.constantFrom(
    ...[
      '\r\n',
      '\r\n\r\n',
      '\n',
      '\r',
      '\r\n--a\r\n',
      '\r\n--b\r\n',
      '\r\n--a--\r\n',
      '\r\n--b--\r\n',
      '\0',
      'é',
      '\xff',
    ],
    ...['Content-Type: multipart/mixed; boundary=a\r\n', 'Content-Type: multipart/digest; boundary="b"\r\n'],
    ...[
      'Content-Type: message/rfc822\r\n',
      'Content-Type: text/html; charset="\\""\r\n',
      'Content-Type: ;;=\r\n',
    ],
    ...[
      'Content-Disposition: attachment; filename*0*=utf-8\'\'a%; filename*1="b\\""\r\n',
      'Content-ID: <"\\>\r\n',
    ],
    ...[
      'Content-Language: fr, "en"\r\n',
      'Content-MD5: \\"\r\n',
      'Content-Location: {3}\r\n',
      'MIME-Version: 1.0\r\n',
    ],
    ...[
      'Subject: " ) * OK {5}\r\n',
      'From: "a\\"" <"b\\""@[c:d]>, g: (x\\)) h@i;,\r\n',
      'To: <@r:a@b>\r\n',
      'Date: "\r\n',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const letters = fc.array(fragment, { maxLength: 50 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'));

/** Reads one value of an answer to its end, by the grammar of RFC 3501 §9 alone. @throws Error where it is none. */
function endOf(text: string, at: number): number {
  let depth = 0;
  let here = at;
  do {
    const [token = ''] = TOKEN.exec(text.slice(here, here + 70_000)) ?? [];
    if (token === '') throw new Error(`not an answer: ${text.slice(here, here + 40)}`);
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    here += token.length;
    const size = /^\{(\d+)\}/.exec(token)?.[1];
    if (size !== undefined) here += Number(size);
  } while (depth > 0);
  return here;
}

const TOKEN = /^(?:[() ]|NIL|\d+|"(?:[^"\\\r\n\0\x80-\xff]|\\["\\])*"|\{\d+\}\r\n)/;

describe('Whatever the letter', () => {
  it('its structure and envelope are told by the grammar, and nothing in them poses as an answer', () => {
    fc.assert(
      fc.property(letters, (bytes) => {
        const reader = new MimeReader();
        reader.write(bytes);
        const { root, envelope } = reader.end();
        for (const said of [
          bodyStructureText(root, true),
          bodyStructureText(root, false),
          envelopeText(envelope),
        ])
          expect(endOf(said, 0)).toBe(said.length);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('its deepest allowed nesting is told without exhausting anything', () => {
    const levels = Array.from({ length: 2 * MIME_LIMITS.depth }, (_, n) => [
      `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    ]);
    const reader = new MimeReader();
    reader.write(Buffer.from(levels.join('')));
    const said = bodyStructureText(reader.end().root, true);
    expect(endOf(said, 0)).toBe(said.length);
  });
});
