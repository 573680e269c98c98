import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refused } from '../outcome/index.js';
import { completeHeader, type HeaderCompletion } from './complete-header.js';

const COMPLETION: HeaderCompletion = {
  passage: 'Return-Path: <anne@x.fr>\r\nReceived: by mx.test\r\n',
  messageId: 'lettre-1@mx.test',
  at: new Date('2026-11-20T12:00:00Z'),
  onBehalf: null,
};
const OURS = 'Message-ID: <lettre-1@mx.test>\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\n';
const WHOLE = 'From: anne@x.fr\r\nDate: hier\r\nMessage-ID: <a@b>\r\n';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function complete(text: string, change: Partial<HeaderCompletion> = {}, size = 7) {
  const outcome = await completeHeader(inPieces(Buffer.from(text, 'latin1'), size), {
    ...COMPLETION,
    ...change,
  });
  if (!outcome.ok) return outcome;
  const bytes = Buffer.concat(await Array.fromAsync(outcome.value.octets));
  return { text: bytes.toString('latin1'), blind: outcome.value.blindCopies };
}

describe('RFC 6409 §8: the header of a submitted letter', () => {
  it('gets Date and Message-ID when it has none', async () => {
    expect(await complete('From: anne@x.fr\r\n\r\nBonjour\r\n')).toEqual({
      text: `${COMPLETION.passage}${OURS}From: anne@x.fr\r\n\r\nBonjour\r\n`,
      blind: '',
    });
  });

  it('keeps those it has, and every byte of the rest: X-MSS-*, odd spaces, 8-bit text', async () => {
    const letter = `X-MSS-NIL:  7\t\r\n${WHOLE}Subject: \xe9t\xe9\r\n\tfold\xe9\r\n\r\nBcc: dans le corps\r\n`;
    expect(await complete(letter)).toEqual({ text: COMPLETION.passage + letter, blind: '' });
  });

  it('loses its blind copies, folded or repeated, and gives them back apart', async () => {
    const blind = 'Bcc: secret@x.fr,\r\n autre@x.fr\r\nbcc : tiers@x.fr\r\nResent-Bcc: quart@x.fr\r\n';
    const [first = '', second = ''] = [blind.slice(0, 33), blind.slice(33)];
    expect(await complete(`${first}${second}${WHOLE}\r\nCorps\r\n`)).toEqual({
      text: `${COMPLETION.passage}${WHOLE}\r\nCorps\r\n`,
      blind,
    });
  });

  it('that never ends is refused, however it is sent', async () => {
    const endless = 'X-Long: y\r\n'.repeat(60_000);
    expect(await complete(endless, {}, 65_536)).toMatchObject(refused('messageMalformed', {}));
  });

  it('is the same however the bytes come, and loses none but Bcc', async () => {
    const line = fc.constantFrom(
      'A: b',
      ' suite',
      'Date: x',
      'Message-ID: <x@y>',
      '',
      'To: é',
      'pas un champ',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        async (lines, size) => {
          const letter = Buffer.from(lines.map((text) => `${text}\r\n`).join(''), 'utf8').toString('latin1');
          const whole = await complete(letter, {}, 1 << 20);
          expect(await complete(letter, {}, size)).toEqual(whole);
          if ('text' in whole) expect(whole.text.endsWith(letter)).toBe(true);
        },
      ),
    );
  });
});

describe('EX_GBM_5414: a letter written by a delegate', () => {
  const onBehalf = { name: 'Nadia Belkacem-Œuvrard du secrétariat de cardiologie', address: 'anne@x.fr' };

  it('tells who wrote it, in the name of the BAL', async () => {
    const done = await complete(`${WHOLE}\r\n`, { onBehalf });
    if (!('text' in done)) throw new Error('refused');
    const sender = /Sender: (.*?) <anne@x\.fr>\r\n/s.exec(done.text.replaceAll('\r\n ', ' '))?.[1] ?? '';
    const words = [...sender.matchAll(/=\?utf-8\?B\?([^?]+)\?=/g)].map(([word, text = '']) => {
      expect(word.length).toBeLessThanOrEqual(75);
      return Buffer.from(text, 'base64').toString('utf8');
    });
    expect(words.join('')).toBe(onBehalf.name);
  });

  it('has one Sender: that of its program gives way when it names the BAL, another’s stays to be refused', async () => {
    const own = await complete(`Sender: Le chef <Anne@x.fr>\r\n${WHOLE}\r\n`, { onBehalf });
    const other = await complete(`Sender: chef@x.fr\r\n${WHOLE}\r\n`, { onBehalf });
    if (!('text' in own) || !('text' in other)) throw new Error('refused');
    expect(own.text).not.toContain('Le chef');
    expect(own.text.match(/^Sender:/gm)).toHaveLength(1);
    expect(other.text).toContain('Sender: chef@x.fr\r\n');
  });
});
