/** Letters whose every octet the dialogues know. Text is UTF-8, lines end with CRLF on the way. */
const LETTERS: Readonly<Record<string, string>> = {
  plain: `From: Terry Gray <gray@ch-valmont.mssante.fr>
To: imap@tilleuls.mssante.fr
Cc: minutes@tilleuls.mssante.fr, John Klensin <klensin@bioseq.mssante.fr>
Subject: IMAP4rev2 WG mtg summary and minutes
Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
Message-Id: <B27397-0100000@ch-valmont.mssante.fr>
MIME-Version: 1.0
Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

Hello
Second line
`,
  mixed: `From: anne.martin@ch-valmont.mssante.fr
To: secretariat@tilleuls.mssante.fr
Subject: =?utf-8?Q?R=C3=A9sultats?=
Date: Fri, 20 Nov 2026 10:00:00 +0100
Message-ID: <mixed@ch-valmont.mssante.fr>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preamble
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Bonjour
--inner
Content-Type: text/html; charset=utf-8

<p>Bonjour</p>
--inner--
--outer
Content-Type: message/rfc822

From: laboratoire@bioseq.mssante.fr
Subject: inside
Content-Type: text/plain

Inside text
--outer
Content-Type: application/pdf; name="r.pdf"
Content-Disposition: attachment; filename="r.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--outer--
`,
  encoded: `From: laboratoire@bioseq.mssante.fr
Subject: encoded
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

R=C3=A9sultats

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

Qm9uam91ciDDoCB0
--b
Content-Type: application/octet-stream
Content-Transfer-Encoding: x-uuencode

begin 644 a
--b--
`,
  page: `From: laboratoire@bioseq.mssante.fr
Subject: page
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<html><style>p { margin: 0 }</style><p>R&eacute;sultats</p>
<p>=C3=A0 venir &lt;bien&gt;</p></html>
`,
  image: `From: laboratoire@bioseq.mssante.fr
Subject: image
MIME-Version: 1.0
Content-Type: image/png
Content-Transfer-Encoding: base64

AAAA
`,
  question: `From: Zoé Fictive <martin@ch-valmont.mssante.fr>
To: secretariat@tilleuls.mssante.fr
Subject: =?utf-8?Q?R=C3=A9sultats?=
Date: Fri, 20 Nov 2026 10:00:00 +0100
Message-ID: <question@ch-valmont.mssante.fr>

Question
`,
  other: `From: "secretariat" <secretariat@tilleuls.mssante.fr>
Subject: [cardio] bilan
Date: Fri, 20 Nov 2026 09:30:00 +0100
Message-ID: <other@tilleuls.mssante.fr>

Autre sujet
`,
  answer: `From: anne@tilleuls.mssante.fr
Subject: Re: =?utf-8?Q?R=C3=A9sultats?=
Date: Fri, 20 Nov 2026 10:30:00 +0100
Message-ID: <answer@tilleuls.mssante.fr>
In-Reply-To: <question@ch-valmont.mssante.fr>

Answer
`,
  forwarded: `From: bob@bioseq.mssante.fr
Subject: [Fwd: =?utf-8?Q?r=C3=A9sultats?=]
Date: Fri, 20 Nov 2026 06:00:00 -0500
Message-ID: <forwarded@bioseq.mssante.fr>
References: <question@ch-valmont.mssante.fr> <answer@tilleuls.mssante.fr>

Forwarded
`,
  accents: `From: "Élodie Fictive" <elodie@bioseq.mssante.fr>
Subject: Éléments
Date: Fri, 20 Nov 2026 10:00:00 +0100

Bonjour
`,
};

/** @throws Error for a letter nobody wrote. */
export function letter(name: string): string {
  const text = LETTERS[name];
  if (text === undefined) throw new Error(`no letter is called ${name}`);
  return text.replaceAll('\n', '\r\n');
}
