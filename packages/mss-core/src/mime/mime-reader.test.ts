import { Buffer } from 'node:buffer';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { MIME_LIMITS, MimeReader } from './mime-reader.js';
import type { MessageStructure, MimePart } from './structure.js';

function read(bytes: Uint8Array, chunk = bytes.length || 1): MessageStructure {
  const reader = new MimeReader();
  for (let at = 0; at < bytes.length; at += chunk) reader.write(bytes.subarray(at, at + chunk));
  return reader.end();
}

/** What is still needed: garbage would count too. */
function memoryHeld(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Lines as a mail program writes them, each ended by CRLF. */
function mail(...lines: string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'utf8');
}

/** One line per part: its IMAP section, what it is, its lines and its bytes. */
function outline(bytes: Uint8Array, part: MimePart, section = ''): string[] {
  const body = Buffer.from(bytes.subarray(part.body.start, part.body.end)).toString('latin1');
  const own = `${section || '-'} ${part.type}/${part.subtype} ${part.lines} ${JSON.stringify(body)}`;
  const below = part.parts.flatMap((child, index) =>
    outline(bytes, child, section ? `${section}.${index + 1}` : `${index + 1}`),
  );
  const inside = part.message ? outline(bytes, part.message.root, `${section || '-'}>`) : [];
  return part.parts.length > 0 ? [own.split(' "')[0] ?? '', ...below] : [own, ...inside];
}

function header(bytes: Uint8Array, part: MimePart): string {
  return Buffer.from(bytes.subarray(part.header.start, part.header.end)).toString('latin1');
}

describe('The structure of a message', () => {
  it('of a plain letter is one text with its lines', () => {
    const bytes = mail('Subject: Bonjour', '', 'Cher confrère,', 'Merci.');
    const { root, size, envelope } = read(bytes);
    expect(outline(bytes, root)).toEqual(['- text/plain 2 "Cher confrÃ¨re,\\r\\nMerci.\\r\\n"']);
    expect(header(bytes, root)).toBe('Subject: Bonjour\r\n\r\n');
    expect(root.parameters).toEqual({ charset: 'us-ascii' });
    expect(root.encoding).toBe('7bit');
    expect(size).toBe(bytes.length);
    expect(envelope.subject).toBe('Bonjour');
  });

  it('gives each part the bytes between its delimiters, end of line before them excluded', () => {
    const bytes = mail(
      'Content-Type: multipart/mixed; boundary="=_frontière; 1"',
      '',
      'preamble nobody reads',
      '--=_frontière; 1',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'one',
      'two',
      '',
      '--=_frontière; 1  ',
      'Content-Type: application/pdf; name="a.pdf"',
      'Content-Transfer-Encoding: BASE64',
      '',
      'AAAA',
      '--=_frontière; 1--',
      'epilogue',
    );
    const { root } = read(bytes);
    expect(outline(bytes, root)).toEqual([
      '- multipart/mixed 14',
      '1 text/plain 2 "one\\r\\ntwo\\r\\n"',
      '2 application/pdf 0 "AAAA"',
    ]);
    expect(root.parts[1]?.encoding).toBe('base64');
    expect(root.parts[1] && header(bytes, root.parts[1])).toMatch(
      /^Content-Type: application\/pdf.*\r\n\r\n$/s,
    );
  });

  it('opens a message carried inside, with its own envelope', () => {
    const bytes = mail(
      'Subject: Tr: analyse',
      'Content-Type: multipart/mixed; boundary=out',
      '',
      '--out',
      'Content-Type: message/rfc822',
      '',
      'Subject: analyse',
      'From: Labo <labo@bioseq.mssante.fr>',
      'Content-Type: multipart/alternative; boundary=in',
      '',
      '--in',
      '',
      'texte',
      '--in',
      'Content-Type: text/html',
      '',
      '<p>texte</p>',
      '--in--',
      '--out--',
    );
    const { root } = read(bytes);
    const carried = root.parts[0];
    expect(carried?.message?.envelope.subject).toBe('analyse');
    expect(carried?.message?.envelope.from).toEqual([
      { name: 'Labo', mailbox: 'labo', host: 'bioseq.mssante.fr' },
    ]);
    expect(carried?.message && outline(bytes, carried.message.root)).toEqual([
      '- multipart/alternative 7',
      '1 text/plain 0 "texte"',
      '2 text/html 0 "<p>texte</p>"',
    ]);
    expect(carried?.body).toEqual({
      start: carried?.message?.root.header.start,
      end: carried?.message?.root.body.end,
    });
    expect(carried?.lines).toBe(11);
  });

  it('takes the parts of a digest for messages', () => {
    const bytes = mail(
      'Content-Type: multipart/digest; boundary=d',
      '',
      '--d',
      '',
      'Subject: first',
      '',
      'a',
      '--d--',
    );
    const part = read(bytes).root.parts[0];
    expect([part?.type, part?.subtype, part?.message?.envelope.subject]).toEqual([
      'message',
      'rfc822',
      'first',
    ]);
  });

  it('keeps what comes when the last delimiter never does', () => {
    const bytes = mail(
      'Content-Type: multipart/mixed; boundary=a',
      '',
      '--a',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'inner',
      '--a',
      '',
      'outer',
    );
    expect(outline(bytes, read(bytes).root)).toEqual([
      '- multipart/mixed 9',
      '1 multipart/mixed 2',
      '1.1 text/plain 0 "inner"',
      '2 text/plain 1 "outer\\r\\n"',
    ]);
  });

  it('begins the body where a blank line is missing', () => {
    const bytes = mail('Subject: x', 'Bonjour, ceci n’est pas un champ', 'fin');
    const { root, envelope } = read(bytes);
    expect(envelope.subject).toBe('x');
    expect(root.lines).toBe(2);
    expect(header(bytes, root)).toBe('Subject: x\r\n');
  });

  it('finds an empty part where a delimiter cuts a header off', () => {
    const bytes = mail(
      'Content-Type: multipart/mixed; boundary=a',
      '',
      '--a',
      'Content-Type: text/html',
      '--a',
      '--a--',
    );
    const { root } = read(bytes);
    expect(root.parts.map((part) => [part.subtype, part.body.end - part.body.start])).toEqual([
      ['html', 0],
      ['plain', 0],
    ]);
  });

  it('does not take a longer line or a boundary of somebody else for a delimiter', () => {
    const bytes = mail(
      'Content-Type: multipart/mixed; boundary=abc',
      '',
      '--abc',
      '',
      '--abcd',
      '--ab',
      '--xyz--',
      '--abc--',
      '--abc',
      'after the end',
    );
    expect(outline(bytes, read(bytes).root)).toEqual([
      '- multipart/mixed 8',
      '1 text/plain 2 "--abcd\\r\\n--ab\\r\\n--xyz--"',
    ]);
  });

  it('counts bare LF line ends as they are', () => {
    const bytes = Buffer.from('Content-Type: multipart/mixed; boundary=a\n\n--a\n\nun\ndeux\n--a--\n');
    expect(outline(bytes, read(bytes).root)).toEqual(['- multipart/mixed 5', '1 text/plain 1 "un\\ndeux"']);
  });

  it.each([
    ['nothing at all', '', 0],
    ['a blank line', '\r\n', 2],
    ['a header without end', 'Subject: x', 10],
  ])('exists even for %s', (_, text, headerEnd) => {
    const { root, size } = read(Buffer.from(text));
    expect(root.header).toEqual({ start: 0, end: headerEnd });
    expect(root.body).toEqual({ start: headerEnd, end: size });
  });

  it('reads a multipart without a boundary as text', () => {
    const bytes = mail('Content-Type: multipart/mixed', '', 'texte');
    expect(outline(bytes, read(bytes).root)).toEqual(['- text/plain 1 "texte\\r\\n"']);
  });

  it('tells disposition, identifiers, language, place and digest', () => {
    const bytes = mail(
      'Content-Type: IMAGE/PNG; Name=logo.png (le logo); charset',
      "Content-Disposition: Inline; filename*=UTF-8'fr'r%C3%A9sultat.png; size=12",
      'Content-ID: <logo@ch-valmont>',
      'Content-Description: le',
      '\tlogo',
      'Content-Language: fr, en',
      'Content-Location: http://x/y',
      'Content-MD5: Q2hlY2s=',
      'Content-Transfer-Encoding: base64 (what else)',
      '',
    );
    expect(read(bytes).root).toMatchObject({
      type: 'image',
      subtype: 'png',
      parameters: { name: 'logo.png' },
      disposition: { kind: 'inline', parameters: { 'filename*': "UTF-8'fr'r%C3%A9sultat.png", size: '12' } },
      contentId: '<logo@ch-valmont>',
      description: 'le\tlogo',
      language: ['fr', 'en'],
      location: 'http://x/y',
      md5: 'Q2hlY2s=',
      encoding: 'base64',
    });
  });
});

describe('The envelope', () => {
  it('gives raw texts, unfolded, and says from where sender and reply-to are silent', () => {
    const { envelope } = read(
      mail(
        'Date: Tue, 3 Nov 2026 10:00:00 +0100',
        'Subject: =?utf-8?Q?R=C3=A9sultats?=',
        ' de votre patient',
        'From: "Dupont, Élodie" <elodie.dupont@ch-valmont.mssante.fr>',
        'To: a@b.fr,',
        ' c@d.fr',
        'Message-ID: <1@x>',
        'In-Reply-To: <0@x>',
        '',
      ),
    );
    const elodie = { name: 'Dupont, Élodie', mailbox: 'elodie.dupont', host: 'ch-valmont.mssante.fr' };
    expect(envelope).toEqual({
      date: 'Tue, 3 Nov 2026 10:00:00 +0100',
      subject: '=?utf-8?Q?R=C3=A9sultats?= de votre patient',
      from: [elodie],
      sender: [elodie],
      replyTo: [elodie],
      to: [
        { name: null, mailbox: 'a', host: 'b.fr' },
        { name: null, mailbox: 'c', host: 'd.fr' },
      ],
      cc: [],
      bcc: [],
      inReplyTo: '<0@x>',
      messageId: '<1@x>',
    });
  });

  it('shows bytes that are no UTF-8 as ISO 8859-1, and never a line end or a NUL', () => {
    const bytes = Buffer.from('Subject: R\xe9sum\xe9 \0\rX: y\r\n\r\n', 'latin1');
    expect(read(bytes).envelope.subject).toBe('Résumé   X: y');
  });
});

describe('The facts', () => {
  it('tell people and statistics what the headers say, cleaned', () => {
    const { facts } = read(
      mail(
        'Received: by mx1',
        'Received: by mx2',
        'Date: Tue, 3 Nov 2026 10:00:00 +0100',
        'Subject: =?iso-8859-1?Q?XDM/1.0/DDM+R=E9sultats_=0D=0AX:?=',
        'X-MSS-INS: O',
        'X-MSS-CODECDA: 11502-2,\u202e18748-4',
        'X-MSS-NIL: NIL-1',
        'Auto-Submitted: auto-replied; x',
        '',
      ),
    );
    expect(facts).toEqual({
      subject: 'XDM/1.0/DDM+Résultats X:',
      date: '2026-11-03T10:00:00+01:00',
      hasAttachments: false,
      hasXdm: false,
      autoSubmitted: true,
      receivedCount: 2,
      xMssIns: 'O',
      xMssCodeCda: '11502-2, 18748-4',
      xMssNil: 'NIL-1',
    });
  });

  it.each(['IHE_XDM.ZIP', 'IHE_XDM.zip', 'ihe_xdm.zip'])('notice the XDM archive named %s', (name) => {
    const { facts } = read(
      mail(
        'Content-Type: multipart/mixed; boundary=a',
        '',
        '--a',
        'Content-Type: application/zip',
        `Content-Disposition: attachment; filename="${name}"`,
        '',
        'UEs=',
        '--a--',
      ),
    );
    expect(facts).toMatchObject({ hasXdm: true, hasAttachments: true });
  });

  it('do not call an image shown within a page an attachment', () => {
    const { facts } = read(
      mail(
        'Content-Type: multipart/related; boundary=a',
        '',
        '--a',
        'Content-Type: text/html',
        '',
        '<img src="cid:1">',
        '--a',
        'Content-Type: image/png; name=logo.png',
        'Content-ID: <1>',
        '',
        'AAAA',
        '--a--',
      ),
    );
    expect(facts.hasAttachments).toBe(false);
  });
});

describe('A hostile message', () => {
  it('of 2,000 levels is described down to the limit, in time', () => {
    const levels = Array.from({ length: 2000 }, (_, n) => [
      `Content-Type: multipart/mixed; boundary=b${n}`,
      '',
      `--b${n}`,
    ]);
    const { root } = read(mail(...levels.flat(), '', 'deep'));
    let depth = 1;
    let part = root;
    while (part.parts[0]) {
      part = part.parts[0];
      depth += 1;
    }
    expect(depth).toBe(MIME_LIMITS.depth);
    expect(part.type).toBe('application');
  });

  it('of 50,000 parts is described up to the limit, the last part holding the rest', () => {
    const parts = Array.from({ length: 50_000 }, (_, n) => ['--p', '', `${n}`]).flat();
    const bytes = Buffer.from(
      ['Content-Type: multipart/mixed; boundary=p', '', ...parts, '--p--', 'end'].join('\r\n'),
    );
    const { root } = read(bytes, 65_536);
    expect(root.parts.length).toBe(MIME_LIMITS.parts - 1);
    expect(root.parts.at(-1)?.body.end).toBe(bytes.indexOf('\r\n--p--'));
  });

  it('with a header of 5 MiB keeps its first mebibyte as header, the rest as body', () => {
    const lines = Array.from({ length: 80_000 }, (_, n) => `X-Long-${n}: ${'x'.repeat(55)}`);
    const bytes = mail('Subject: kept', ...lines, '', 'body');
    const { root, envelope } = read(bytes, 65_536);
    expect(envelope.subject).toBe('kept');
    expect(root.header.end).toBeLessThanOrEqual(MIME_LIMITS.header);
    expect(root.header.end).toBeGreaterThan(MIME_LIMITS.header - 100);
    expect(root.body).toEqual({ start: root.header.end, end: bytes.length });
  });

  it('with one header line of 5 MiB loses that line only', () => {
    const bytes = mail('Subject: kept', `To: ${'a'.repeat(5 * 1024 * 1024)}`, '', 'body');
    const { root, envelope } = read(bytes, 65_536);
    expect(envelope.subject).toBe('kept');
    expect(root.header.end).toBe('Subject: kept\r\n'.length);
  });

  it('with 100,000 addresses, or nothing but their syntax, costs time in proportion', () => {
    const inputs = [
      `To: ${'a@b,'.repeat(100_000)}`,
      `To: ${'('.repeat(400_000)}`,
      `To: ${'"<'.repeat(200_000)}`,
      `To: ${'=?'.repeat(200_000)}`,
      `To: ${':;'.repeat(200_000)}`,
      `Content-Type: text/plain; ${'a="'.repeat(150_000)}`,
      `Content-Type: text/plain; ${'( '.repeat(200_000)}`,
      `Subject: ${'=?a?b?'.repeat(80_000)}`,
    ];
    for (const input of inputs) {
      const before = process.cpuUsage();
      const { envelope } = read(mail(input, '', ''));
      expect(process.cpuUsage(before).user / 1000, input.slice(0, 20)).toBeLessThan(2_000);
      expect(envelope.to.length).toBeLessThanOrEqual(MIME_LIMITS.addresses);
    }
    expect(read(mail(`To: ${'a@b,'.repeat(100_000)}`, '')).envelope.to).toHaveLength(MIME_LIMITS.addresses);
  });

  // PostgreSQL keeps no JSON beyond 256 MiB: such a letter could never be taken, and would cost its reader a gigabyte.
  it('with letters inside one another that each name 100,000 addresses, describes the outermost', () => {
    const named = mail(`From: ${'a,'.repeat(100_000)}`, 'Content-Type: message/rfc822', '');
    const { envelope, root } = read(Buffer.concat(Array.from({ length: 30 }, () => named)), 65_536);
    expect(envelope.from).toHaveLength(MIME_LIMITS.addresses);
    expect(root.message?.envelope.from).toEqual([]);
    expect(root.message?.root.message?.envelope.from).toEqual([]);
  });

  it('in which an endless header line comes octet by octet, costs its octets', () => {
    const reader = new MimeReader();
    const octet = Buffer.from('a');
    reader.write(Buffer.from('Subject: '));
    const before = memoryHeld();
    for (let at = 0; at < 900_000; at += 1) reader.write(octet);
    expect(memoryHeld() - before).toBeLessThan(10_000_000);
    expect(reader.end().facts.subject).toHaveLength(998);
  });
});
