import { picker } from '../dialogues/imap/support/picker.js';
import { base64Lines, noise } from './bytes.js';
import type { Letter } from './letters.js';

type Pick = (below: number) => number;

/** Letters grown at random from the same seed: nested parts and messages, headers in any mixture, sometimes cut short. */
export function grownLetters(count: number, seed = 20_261_128): Letter[] {
  return Array.from({ length: count }, (_, index) => {
    const pick = picker(seed + index);
    const text = [...some(pick, TOPS), ...entity(pick, 0)].join('\r\n');
    return { name: `grown ${index}`, raw: cutShort(pick, Buffer.from(text, 'utf8')) };
  });
}

/** One in eight loses its end, as letters do whose sender was interrupted. */
function cutShort(pick: Pick, raw: Buffer): Buffer {
  return pick(8) === 0 ? raw.subarray(0, Math.floor((raw.length * (30 + pick(60))) / 100)) : raw;
}

const TOPS = [
  ...['From: Anne Martin <a@b.fr>', 'From: "Dupont, J." <j@d.fr>, k@d.fr', 'From: x@y.fr (Le Labo)'],
  ...['To: a@b.fr', 'To: G: a@b.fr, "C" <c@d.fr>;', 'To: =?utf-8?B?w6k=?= <e@f.fr>,\r\n g@h.fr'],
  ...['Cc: c@d.fr', 'Bcc: e@f.fr', 'Sender: s@b.fr', 'Reply-To: r@b.fr'],
  ...['Subject: Compte rendu', 'Subject: =?utf-8?Q?R=C3=A9sultats?=\r\n de biologie', 'Subject: Étude "A"'],
  ...['Date: Fri, 20 Nov 2026 12:00:00 +0100', 'Message-ID: <1@x.fr>', 'In-Reply-To: <0@x.fr>'],
  ...['MIME-Version: 1.0', 'X-MSS-INS: O', 'Received: from a by b; now'],
];

const FACES = [
  ...[
    'Content-ID: <p@x.fr>',
    'Content-Description: une pièce',
    'Content-Language: fr, en',
    'Content-Location: a/b',
  ],
  ...[
    'Content-MD5: Q2hlY2s=',
    'Content-Disposition: inline',
    'Content-Disposition: attachment; filename="a b.pdf"',
  ],
  ...["Content-Disposition: attachment; filename*=utf-8''%C3%A9.pdf; size=12", 'X-Autre: oui'],
];

/** The header of an entity, its blank line and its body. */
function entity(pick: Pick, depth: number): string[] {
  const kind = pick(depth > 3 ? 6 : 12);
  if (kind < 6) return leaf(pick, kind);
  if (kind < 11) return multipart(pick, depth);
  return [
    'Content-Type: message/rfc822',
    ...some(pick, FACES),
    '',
    ...some(pick, TOPS),
    ...entity(pick, depth + 1),
  ];
}

function leaf(pick: Pick, kind: number): string[] {
  const faces = some(pick, FACES);
  const lines = Array.from({ length: pick(5) }, (_, n) => `ligne ${n} é`);
  switch (kind) {
    case 0:
      return [...faces, '', ...lines];
    case 1:
      return ['Content-Type: text/html; charset=iso-8859-15', ...faces, '', '<p>', ...lines];
    case 2:
      return [
        ...[
          'Content-Type: application/pdf; name="cr.pdf"',
          'Content-Transfer-Encoding: base64',
          ...faces,
          '',
        ],
        base64Lines(noise(10 + pick(400), 1 + pick(1_000))),
      ];
    case 3:
      return ['Content-Type: text/plain; charset="utf-8"; format=flowed', ...faces, '', ...lines, ''];
    case 4:
      return ['Content-Type: application/zip; name="IHE_XDM.ZIP"', ...faces, '', 'UEsDBA=='];
    default:
      // Neither blank line nor body.
      return faces;
  }
}

const MULTIPARTS = [
  'mixed',
  'alternative',
  'related; type="text/html"',
  'digest',
  'signed; micalg=sha-256',
  'report',
];

function multipart(pick: Pick, depth: number): string[] {
  const boundary = `${depth}_${pick(3)}`;
  const parts = Array.from({ length: pick(4) }, () => [`--${boundary}`, ...entity(pick, depth + 1)]);
  const subtype = MULTIPARTS[pick(MULTIPARTS.length)];
  return [
    ...[`Content-Type: multipart/${subtype}; boundary="${boundary}"`, ...some(pick, FACES), ''],
    ...(pick(4) === 0 ? ['préambule'] : []),
    ...parts.flat(),
    ...(pick(5) === 0 ? [] : [`--${boundary}--`]),
    ...(pick(4) === 0 ? ['épilogue', ''] : []),
  ];
}

/** Some of them in their order, no field twice; MIME-Version is never left out. */
function some(pick: Pick, lines: readonly string[]): string[] {
  const taken = new Map<string, string>();
  for (const line of lines)
    if (pick(3) === 0 || line.startsWith('MIME-')) taken.set(line.slice(0, line.indexOf(':')), line);
  return [...taken.values()];
}
