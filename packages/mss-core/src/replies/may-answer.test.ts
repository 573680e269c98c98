import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMailPath, parseMssAddress } from '../identifiers/index.js';
import { composeReply } from './compose-reply.js';
import { type AnsweredLetter, mayAnswer } from './may-answer.js';
import type { OwnReply } from './ports.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const TO = parseMssAddress('anne.martin@ch-valmont.mssante.fr')!;
const AUTOMATIC: OwnReply = { kind: 'automatic', title: '', text: 'Reçu.', startsAt: NOON, endsAt: null };
const ABSENCE: OwnReply = { ...AUTOMATIC, kind: 'absence', endsAt: new Date('2026-11-27T12:00:00Z') };
const PLAIN = `From: <paul@peer.fr>\r\nTo: Anne <${TO}>\r\nSubject: Bilan\r\n`;

function answers(header: string, reply: OwnReply = ABSENCE, change: Partial<AnsweredLetter> = {}): boolean {
  const letter = { to: TO, sender: parseMailPath('paul@peer.fr')!, receivedAt: NOON, isAside: false };
  return mayAnswer({ ...letter, header: Buffer.from(header), ...change }, reply);
}

describe('RFC 3834 §2, EX_GBM_4020: an automatic answer', () => {
  it('goes to who wrote to this BAL by name, in To or Cc', () => {
    expect(answers(PLAIN)).toBe(true);
    expect(answers(`To: b@peer.fr\r\nCc: x@peer.fr,\r\n\t${TO.toUpperCase()}\r\n`)).toBe(true);
    expect(answers('To: tous@peer.fr\r\n')).toBe(false);
    expect(answers('To: tous@peer.fr\r\n', AUTOMATIC)).toBe(true);
  });

  it.each([
    'Auto-Submitted: auto-generated',
    'Auto-Submitted: auto-replied (vacation)',
    'List-Id: <liste.peer.fr>',
    'List-Unsubscribe: <mailto:x@peer.fr>',
    'Precedence: bulk',
    'X-Auto-Response-Suppress: All',
    'In-Reply-To: <auto.01990000-0000-7000-8000-000000000001@ch-valmont.mssante.fr>',
    'References: <a@b>\r\n <auto.1@ch-valmont.mssante.fr>',
  ])('never goes to a machine, a list, or an answer to an answer: %s', (field) => {
    for (const reply of [ABSENCE, AUTOMATIC]) expect(answers(`${PLAIN}${field}\r\n`, reply)).toBe(false);
  });

  it('goes to a letter that says it was not automatic', () => {
    expect(answers(`${PLAIN}Auto-Submitted: no\r\n`)).toBe(true);
  });

  it.each([
    'mailer-daemon',
    'postmaster',
    'no-reply',
    'liste-request',
    'owner-liste',
    'reponse.automatique-test',
  ])('never goes to %s', (name) => {
    expect(answers(PLAIN, AUTOMATIC, { sender: parseMailPath(`${name}@peer.fr`)! })).toBe(false);
  });

  it('never goes to itself, nor to what was put aside as unsolicited', () => {
    expect(answers(PLAIN, AUTOMATIC, { sender: TO })).toBe(false);
    expect(answers(PLAIN, AUTOMATIC, { isAside: true })).toBe(false);
  });

  it('goes while the absence lasts, of which the end is excluded', () => {
    const receivedAt = (text: string) => ({ receivedAt: new Date(text) });
    expect(answers(PLAIN, ABSENCE, receivedAt('2026-11-20T11:59:59Z'))).toBe(false);
    expect(answers(PLAIN, ABSENCE, receivedAt('2026-11-27T11:59:59Z'))).toBe(true);
    expect(answers(PLAIN, ABSENCE, receivedAt('2026-11-27T12:00:00Z'))).toBe(false);
  });

  it('is never answered by the same rule, whatever letter it answers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (subject, title) => {
        const header = Buffer.from(`${PLAIN}Subject: ${subject}\r\nMessage-ID: <${subject}@x>\r\n`);
        const reply = { title, text: 'Absent.' };
        const answer = Buffer.from(
          composeReply({ from: TO, to: parseMailPath('paul@peer.fr')!, header, reply, at: NOON, id: '1' }),
        ).toString('latin1');
        const head = answer.slice(0, answer.indexOf('\r\n\r\n'));
        expect(head.split('\r\n').every((line) => line.length <= 998 && /^[ -~]*$/.test(line))).toBe(true);
        expect(answers(`${head}\r\nTo: ${TO}\r\n`, AUTOMATIC)).toBe(false);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
