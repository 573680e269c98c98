import { base64Lines, noise, pdfOf, quotedPrintable } from './bytes.js';
import { cdaLetter, xdmZip } from './xdm.js';

/** One message as a mail program would write it, byte for byte. */
export interface Letter {
  readonly name: string;
  readonly raw: Buffer;
}

interface Parts {
  readonly headers: readonly string[];
  readonly body: string | Buffer;
}

const TEXT =
  'Cher confrère,\r\n\r\nMerci de recevoir ce patient pour avis. L’évolution est favorable à l’effort.\r\n\r\nBien à vous\r\n';
const UTF8 = 'Content-Type: text/plain; charset=utf-8';

/** More than twenty shapes seen in health mail, all contents invented. */
export async function letters(from: string, to: string): Promise<Letter[]> {
  const zip = await xdmZip(cdaLetter('Lettre de liaison'));
  const shapes: Record<string, Parts> = {
    'plain ascii': { headers: ['Subject: Compte rendu'], body: 'Bonjour,\r\nvoici le compte rendu.\r\n' },
    'utf-8, 8 bit, encoded subject': {
      headers: [
        'Subject: =?utf-8?Q?Compte_rendu_d=E2=80=99=C3=A9chographie?=',
        UTF8,
        'Content-Transfer-Encoding: 8bit',
      ],
      body: TEXT,
    },
    'latin-1 in quoted-printable': {
      headers: [
        'Subject: =?iso-8859-1?Q?R=E9sultats_=E0_conna=EEtre?=',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
      ],
      body: quotedPrintable(
        'Résultats à connaître : hémoglobine stable, créatinine légèrement élevée.\r\n',
        'latin1',
      ),
    },
    'windows-1252, 8 bit': {
      headers: [
        'Subject: Courrier ancien',
        'Content-Type: text/plain; charset=windows-1252',
        'Content-Transfer-Encoding: 8bit',
      ],
      body: Buffer.from('Prix : 12 \x80, l\x92examen est pr\xeavu\r\n', 'latin1'),
    },
    'base64 text': {
      headers: ['Subject: =?utf-8?B?UsOpc3VsdGF0cw==?=', UTF8, 'Content-Transfer-Encoding: base64'],
      body: `${base64Lines(Buffer.from(TEXT.repeat(20)))}\r\n`,
    },
    'text and html alternatives': alternative(),
    'html only, with remote content and script': {
      headers: [
        'Subject: Lettre mise en forme',
        'Content-Type: text/html; charset=utf-8',
        'Content-Transfer-Encoding: 8bit',
      ],
      body: HOSTILE_HTML,
    },
    'html with an embedded picture': related(),
    'small PDF': mixed('Compte rendu de radiologie', [
      attachment('application/pdf', 'name="compte-rendu.pdf"', 'filename="compte-rendu.pdf"', pdfOf(40_000)),
    ]),
    'file name in RFC 2231': mixed('Pièce jointe', [
      attachment(
        'application/pdf',
        "name*=utf-8''r%C3%A9sultat%20d%E2%80%99analyse.pdf",
        "filename*0*=utf-8''r%C3%A9sultat%20; filename*1*=d%E2%80%99analyse.pdf",
        pdfOf(3000),
      ),
    ]),
    'file name in RFC 2047': mixed('Piece jointe', [
      attachment(
        'application/pdf',
        'name="=?utf-8?Q?r=C3=A9sultat.pdf?="',
        'filename="=?utf-8?Q?r=C3=A9sultat.pdf?="',
        pdfOf(3000),
      ),
    ]),
    '9.9 MB with a PDF': mixed('Dossier complet', [
      attachment('application/pdf', 'name="dossier.pdf"', 'filename="dossier.pdf"', pdfOf(7_220_000)),
    ]),
    'IHE_XDM zip': mixed(
      'XDM/1.0/DDM+CR biologie EXEMPLE FICTIF 15/01/2026',
      [attachment('application/zip', 'name="IHE_XDM.ZIP"', 'filename="IHE_XDM.ZIP"', zip)],
      XMSS,
    ),
    'IHE_XDM zip beside its PDF': mixed(
      'XDM/1.0/DDM+Lettre de liaison EXEMPLE FICTIF',
      [
        attachment('application/x-zip-compressed', 'name="IHE_XDM.zip"', 'filename="IHE_XDM.zip"', zip),
        attachment(
          'application/pdf',
          'name="20260115_LDL_EXEMPLE_Fictif_1.pdf"',
          'filename="20260115_LDL_EXEMPLE_Fictif_1.pdf"',
          pdfOf(120_000),
        ),
      ],
      XMSS,
    ),
    'a message inside a message': nested(),
    'lines that begin with dots': {
      headers: ['Subject: Points', UTF8],
      body: '.\r\n..\r\n...suite\r\n.fin\r\n',
    },
    'a line of 990 characters': {
      headers: ['Subject: Ligne longue', UTF8],
      body: `${'x'.repeat(990)}\r\nfin\r\n`,
    },
    'no body at all': { headers: ['Subject: Sans corps', UTF8], body: '' },
    'flowed text': {
      headers: [
        'Subject: Texte coulant',
        'Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes',
        'Content-Transfer-Encoding: 8bit',
      ],
      body: 'Première ligne \r\nqui continue \r\n> citée \r\n> encore\r\n',
    },
    'folded headers and a long thread': {
      headers: [
        'Subject: Suite de notre\r\n échange',
        'In-Reply-To: <a1@exemple.mssante.fr>',
        `References: ${Array.from({ length: 12 }, (_, i) => `<fil-${i}@exemple.mssante.fr>`).join('\r\n\t')}`,
        UTF8,
      ],
      body: 'Suite.\r\n',
    },
    'names with commas, quotes and accents': {
      headers: [
        'Subject: Noms',
        'Cc: "Martin, Jean \\"JM\\"" <jean.martin@exemple.mssante.fr>, =?utf-8?Q?H=C3=A9l=C3=A8ne_Le_Goff?= <h.legoff@exemple.mssante.fr>',
        UTF8,
      ],
      body: 'Noms composés.\r\n',
    },
    'raw utf-8 in the subject': {
      headers: ['Subject: Réponse de l’hôpital', UTF8, 'Content-Transfer-Encoding: 8bit'],
      body: TEXT,
    },
    'preamble, epilogue and no last boundary': {
      headers: ['Subject: Frontières', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=abc'],
      body: 'préambule ignoré\r\n--abc\r\n\r\nsans en-tête\r\n--abc \r\nContent-Type: text/plain\r\n\r\nseconde partie\r\n--ab\r\nfausse frontière\r\n',
    },
    'signed message': signed(),
    'calendar invitation': mixed('Réunion de concertation', [
      {
        type: 'text/calendar; charset=utf-8; method=REQUEST',
        extra: ['Content-Transfer-Encoding: 8bit'],
        body: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n',
      },
    ]),
    'read receipt': receipt(from),
    'HPRIM text': mixed('Résultats HPRIM', [
      {
        type: 'text/plain; charset=iso-8859-1; name="RES00001.HPR"',
        extra: [
          'Content-Disposition: attachment; filename="RES00001.HPR"',
          'Content-Transfer-Encoding: 8bit',
        ],
        body: Buffer.from(
          'EXEMPLE\r\nFictif\r\n****LAB****\r\nRES|H\xe9moglobine|13,4|g/dL\r\n****FIN****\r\n',
          'latin1',
        ),
      },
    ]),
  };
  return Object.entries(shapes).map(([name, parts], index) => ({
    name,
    raw: compose(from, to, index, parts),
  }));
}

const XMSS = ['X-MSS-INS: O', 'X-MSS-CODECDA: 11490-0', 'X-MSS-NIL: 000000-0000'];

const HOSTILE_HTML =
  '<html><head><style>body{background:url(https://traceur.exemple.fr/a.gif)}</style><script>document.title="piraté"</script></head>' +
  '<body onload="alert(1)"><p>Bonjour, <b>résultat</b> en pièce jointe.</p><img src="https://traceur.exemple.fr/p.gif" onerror="alert(2)">' +
  '<a href="javascript:alert(3)">ouvrir</a><iframe src="https://traceur.exemple.fr"></iframe><form action="https://traceur.exemple.fr"><input name="x"></form></body></html>\r\n';

interface Attachment {
  readonly type: string;
  readonly extra: readonly string[];
  readonly body: string | Buffer;
}

function attachment(type: string, name: string, fileName: string, content: Buffer): Attachment {
  return {
    type: `${type}; ${name}`,
    extra: ['Content-Transfer-Encoding: base64', `Content-Disposition: attachment; ${fileName}`],
    body: `${base64Lines(content)}\r\n`,
  };
}

function mixed(subject: string, attachments: readonly Attachment[], more: readonly string[] = []): Parts {
  const parts: Attachment[] = [
    { type: 'text/plain; charset=utf-8', extra: ['Content-Transfer-Encoding: 8bit'], body: TEXT },
    ...attachments,
  ];
  return {
    headers: [
      `Subject: ${encoded(subject)}`,
      ...more,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="=_mixte_1"',
    ],
    body: joined('=_mixte_1', parts),
  };
}

function alternative(): Parts {
  const parts = [
    {
      type: 'text/plain; charset=utf-8',
      extra: ['Content-Transfer-Encoding: quoted-printable'],
      body: quotedPrintable(TEXT, 'utf8'),
    },
    {
      type: 'text/html; charset=utf-8',
      extra: ['Content-Transfer-Encoding: quoted-printable'],
      body: quotedPrintable(
        '<p>Cher confrère,</p><table><tr><td>Hémoglobine</td><td>13,4</td></tr></table>\r\n',
        'utf8',
      ),
    },
  ];
  return {
    headers: [
      'Subject: Deux formes',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="----=_alt_42"',
    ],
    body: joined('----=_alt_42', parts),
  };
}

function related(): Parts {
  const parts = [
    {
      type: 'text/html; charset=utf-8',
      extra: ['Content-Transfer-Encoding: 8bit'],
      body: '<p>Image : <img src="cid:image1@exemple"></p>\r\n',
    },
    {
      type: 'image/png; name=image.png',
      extra: [
        'Content-ID: <image1@exemple>',
        'Content-Disposition: inline',
        'Content-Transfer-Encoding: base64',
      ],
      body: `${base64Lines(noise(2000, 3))}\r\n`,
    },
  ];
  return {
    headers: [
      'Subject: Image',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; boundary=rel; type="text/html"',
    ],
    body: joined('rel', parts),
  };
}

function nested(): Parts {
  const inner =
    'From: autre@exemple.mssante.fr\r\nTo: premier@exemple.mssante.fr\r\nSubject: =?utf-8?Q?Premi=C3=A8re_lettre?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=dedans\r\n\r\n--dedans\r\nContent-Type: text/plain\r\n\r\ntexte\r\n--dedans\r\nContent-Type: text/html\r\n\r\n<p>texte</p>\r\n--dedans--\r\n';
  return mixed('Tr : première lettre', [
    { type: 'message/rfc822', extra: ['Content-Disposition: attachment'], body: inner },
  ]);
}

function signed(): Parts {
  const parts = [
    { type: 'text/plain; charset=utf-8', extra: [], body: 'Texte signe.\r\n' },
    attachment('application/pkcs7-signature', 'name="smime.p7s"', 'filename="smime.p7s"', noise(1800, 9)),
  ];
  return {
    headers: [
      'Subject: Signature',
      'MIME-Version: 1.0',
      'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=sig',
    ],
    body: joined('sig', parts),
  };
}

function receipt(from: string): Parts {
  const parts = [
    { type: 'text/plain; charset=utf-8', extra: [], body: 'Votre message a ete lu.\r\n' },
    {
      type: 'message/disposition-notification',
      extra: [],
      body: `Final-Recipient: rfc822;${from}\r\nOriginal-Message-ID: <x@exemple.mssante.fr>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n`,
    },
  ];
  return {
    headers: [
      'Subject: Lu',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=disposition-notification; boundary=mdn',
    ],
    body: joined('mdn', parts),
  };
}

function joined(boundary: string, parts: readonly Attachment[]): Buffer {
  const pieces = parts.flatMap((part) => [
    Buffer.from(
      `--${boundary}\r\nContent-Type: ${part.type}\r\n${part.extra.map((h) => `${h}\r\n`).join('')}\r\n`,
    ),
    Buffer.from(part.body),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

function compose(from: string, to: string, index: number, { headers, body }: Parts): Buffer {
  const top = [
    `From: <${from}>`,
    `To: <${to}>`,
    'Date: Thu, 15 Jan 2026 09:30:00 +0100',
    `Message-ID: <corpus-${index}-${Date.now().toString(36)}@exemple.mssante.fr>`,
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${top.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

function encoded(subject: string): string {
  return /^[\x20-\x7e]*$/.test(subject) ? subject : `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
}
