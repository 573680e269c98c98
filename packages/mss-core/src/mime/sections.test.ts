import { describe, expect, it } from 'vitest';
import { MimeReader } from './mime-reader.js';
import { numberedParts, partAt } from './sections.js';

function structureOf(...lines: string[]) {
  const reader = new MimeReader();
  reader.write(Buffer.from(lines.join('\r\n')));
  return reader.end();
}

const nested = structureOf(
  'Content-Type: multipart/mixed; boundary=a',
  '',
  '--a',
  '',
  'un',
  '--a',
  'Content-Type: message/rfc822',
  '',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html',
  '',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'Subject: x',
  '',
  'plain',
  '--b--',
  '--a--',
);

describe('Part numbers', () => {
  it('count through multiparts and messages as IMAP does', () => {
    expect(
      [...numberedParts(nested)].map(({ section, part }) => `${section} ${part.type}/${part.subtype}`),
    ).toEqual([
      '1 text/plain',
      '2 message/rfc822',
      '2.1 text/html',
      '2.2 message/rfc822',
      '2.2.1 text/plain',
    ]);
  });

  it('lead back to their parts, and nowhere else', () => {
    for (const { section, part } of numberedParts(nested)) expect(partAt(nested, section)).toBe(part);
    for (const wrong of ['', '0', '3', '1.1', '2.3', '2.2.1.1', '1e0', '-1', '1.']) {
      expect(partAt(nested, wrong), wrong).toBeNull();
    }
  });

  it('give a simple letter one part', () => {
    const letter = structureOf('Subject: x', '', 'y');
    expect([...numberedParts(letter)].map(({ section }) => section)).toEqual(['1']);
    expect(partAt(letter, '1')).toBe(letter.root);
  });
});
