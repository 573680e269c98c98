import { createHash } from 'node:crypto';
import { MimeReader, type ReceivedMessage, type ScanVerdict } from '@cachet/mss-core';
import { EICAR } from '@cachet/testkit/clamd';
import { describe, expect, it } from 'vitest';
import type { Scannable } from './antivirus.js';
import { stripLetter } from './strip-letter.js';

const INFECTION = { signature: 'Eicar-Test-Signature', nature: 'malware' } as const;
const ENCODED = EICAR.toString('base64').replace(/.{76}/g, '$&\r\n');

/** Finds EICAR’s file where it stands decoded, and in nothing else. */
const antivirus = {
  asked: 0,
  async scan(scannable: Scannable): Promise<ScanVerdict> {
    this.asked += 1;
    const bytes = await whole(scannable.open());
    return bytes.includes(EICAR) ? { kind: 'infected', ...INFECTION } : { kind: 'clean' };
  },
};

async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(source));
}

/** Read in small pieces, so that parts begin and end within them. */
function message(text: string, pieces = 37): ReceivedMessage {
  const bytes = Buffer.from(text);
  const reader = new MimeReader();
  reader.write(bytes);
  return {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    structure: reader.end(),
    async *open() {
      for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
    },
  };
}

const HEAD = ['From: a@b.fr', 'X-MSS-INS: 1', 'MIME-Version: 1.0'];
const mixed = (boundary: string, ...parts: string[]) => [
  `Content-Type: multipart/mixed; boundary="${boundary}"`,
  '',
  ...parts.flatMap((part) => [`--${boundary}`, part]),
  `--${boundary}--`,
];
const attached = (name: string, content: string) =>
  [
    `Content-Type: application/pdf; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    content,
  ].join('\r\n');
const HEALTHY = attached('sain.pdf', Buffer.from('un compte rendu').toString('base64'));
const INFECTED = attached('infecté.pdf', ENCODED);

async function stripped(...lines: string[]): Promise<string | null> {
  const result = await stripLetter(antivirus, message([...HEAD, ...lines, ''].join('\r\n')), INFECTION);
  if (!result) return null;
  const bytes = await whole(result.message.open());
  expect(result.message.size).toBe(bytes.length);
  expect(result.message.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  return bytes.toString('utf8');
}

/** The letter with what stands for the infected part cut out, and what that says. */
function cut(letter: string): { rest: string; text: string } {
  const part =
    /Content-Type: text\/plain; charset=utf-8\r\nContent-Disposition: inline\r\nContent-Language: fr, en\r\nContent-Transfer-Encoding: base64\r\n\r\n([A-Za-z0-9+/=\r\n]+?)(?=\r\n--)/;
  const found = part.exec(letter);
  if (!found?.[1]) throw new Error('nothing stands for the part');
  return { rest: letter.replace(part, '<ICI>'), text: Buffer.from(found[1], 'base64').toString('utf8') };
}

describe('EX_SSI_5090: a letter without its infected parts', () => {
  it('keeps every other byte, and says what was taken out', async () => {
    const letter = await stripped(
      ...mixed('x', 'Content-Type: text/plain\r\n\r\nBonjour', INFECTED, HEALTHY),
    );
    const { rest, text } = cut(letter ?? '');
    const expected = mixed('x', 'Content-Type: text/plain\r\n\r\nBonjour', '<ICI>', HEALTHY);
    expect(rest).toBe([...HEAD, ...expected, ''].join('\r\n'));
    expect(text).toContain('La pièce jointe « infecté.pdf » a été retirée');
    expect(text).toContain('(Eicar-Test-Signature)');
    expect(text).toContain('The attachment “infecté.pdf” was removed');
  });

  it('is the same for a part within a part, and within a message that is carried along', async () => {
    const inner = mixed('y', HEALTHY, INFECTED).join('\r\n');
    const forwarded = ['Content-Type: message/rfc822', '', 'From: c@d.fr', 'Subject: transmis', inner].join(
      '\r\n',
    );
    for (const part of [inner, forwarded]) {
      const { rest } = cut((await stripped(...mixed('x', HEALTHY, part))) ?? '');
      const expected = mixed('x', HEALTHY, part.replace(INFECTED, '<ICI>'));
      expect(rest).toBe([...HEAD, ...expected, ''].join('\r\n'));
    }
  });

  it('loses every part that is infected', async () => {
    const letter = await stripped(...mixed('x', INFECTED, HEALTHY, INFECTED));
    expect(letter?.match(/Content-Disposition: inline/g)).toHaveLength(2);
  });

  it('is none when it is one part, signed, encrypted, or infected as a whole only', async () => {
    expect(await stripped('Content-Transfer-Encoding: base64', '', ENCODED)).toBeNull();
    const signed = mixed('x', INFECTED, HEALTHY);
    for (const kind of ['signed', 'encrypted'])
      expect(await stripped(...[signed[0]!.replace('mixed', kind), ...signed.slice(1)])).toBeNull();
    expect(await stripped(...mixed('x', HEALTHY))).toBeNull();
  });

  it('is none when what remains is still infected', async () => {
    const hidden = `X-Hidden: ${EICAR.toString('latin1')}`;
    expect(await stripped(hidden, ...mixed('x', HEALTHY, INFECTED))).toBeNull();
  });

  it('is not even tried on a letter of a thousand parts', async () => {
    antivirus.asked = 0;
    expect(await stripped(...mixed('x', ...Array.from({ length: 1000 }, () => INFECTED)))).toBeNull();
    expect(antivirus.asked).toBe(0);
  });
});
