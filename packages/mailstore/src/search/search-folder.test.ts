import { ALL_UIDS, ANSWERED, FLAGGED, type NewItem, SEEN, type SearchKey } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemsIn } from '../folders/item-rows.js';
import { codeOf, MailWorld, type OpenBal } from '../mail-world.contract.js';
import { PgSearchPacks } from './pg-search-packs.js';
import { readTexts } from './read-texts.js';
import { type PackedMessage, packedMessage } from './search-pack.js';

let world: MailWorld;
let bal: OpenBal;
let inbox: string;

beforeAll(async () => {
  world = await MailWorld.open();
  bal = await world.bal();
  inbox = (await bal.folder('inbox')).id;
  const letters = await Promise.all(LETTERS.map(letter));
  await bal.act((folders) => folders.append(inbox, letters));
});
afterAll(() => world.close());

interface Letter {
  readonly head: readonly string[];
  readonly body: string;
  readonly flags?: NewItem['flags'];
  readonly day: string;
}

const LETTERS: readonly Letter[] = [
  {
    head: [
      'Subject: =?utf-8?Q?R=C3=A9sultats?= de glycémie',
      'From: =?utf-8?Q?=C3=89lodie?= Dupont <e.dupont@ch-valmont.mssante.fr>',
      'To: cabinet@tilleuls.mssante.fr',
      'Date: Mon, 2 Nov 2026 23:30:00 -0300',
      'X-MSS-NIL: NIL-42',
    ],
    body: 'HbA1c élevée',
    flags: [SEEN],
    day: '2026-11-03',
  },
  {
    head: [
      'Subject: Compte rendu',
      'From: labo@bioseq.mssante.fr',
      'Cc: Archives <archives@tilleuls.mssante.fr>',
      'Date: Tue, 3 Nov 2026 10:00:00 +0100',
      'Content-Type: multipart/mixed; boundary=b',
    ],
    body: [
      '--b',
      'Content-Type: text/html; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p>N=E9gatif, rien =',
      '=E0 signaler</p>',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'Subject: transmis',
      '',
      'contenu transmis',
      '--b',
      'Content-Type: application/pdf',
      '',
      'glycémie cachée dans un document',
      '--b--',
    ].join('\r\n'),
    flags: [FLAGGED, ANSWERED],
    day: '2026-11-04',
  },
  { head: ['Subject: x', 'Message-ID: <42@x>'], body: 'glycémie '.repeat(40_000), day: '2026-11-05' },
];

async function letter({ head, body, flags, day }: Letter): Promise<NewItem> {
  const message = await world.receive(Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}\r\n`));
  return { message, flags: flags ?? [], internalDate: new Date(`${day}T12:00:00Z`) };
}

const search = (key: SearchKey) => bal.run((folders) => folders.search(inbox, key));

/** Read from their bytes as long as they are few; then from their pack. */
const WAYS: readonly [string, () => Promise<unknown>][] = [
  ['of letters that are read', async () => undefined],
  ['of letters whose texts are packed', () => bal.run((_, sql) => packAll(sql))],
];

async function packAll(sql: TenantSql): Promise<void> {
  const messages: PackedMessage[] = [];
  const items = await itemsIn(sql, bal.id, inbox, ALL_UIDS);
  for await (const [, message] of readTexts(sql, world.safe, bal.id, items))
    if (message) messages.push(packedMessage(message));
  const kept = await new PgSearchPacks(sql, world.safe, bal.id).keep(messages);
  expect(kept.size).toBe(LETTERS.length);
}

describe.each(WAYS)('A search %s', (_way, prepare) => {
  beforeAll(prepare);

  it.each<[string, SearchKey, number[]]>([
    ['for all', { kind: 'all' }, [1, 2, 3]],
    ['by uid', { kind: 'uid', uids: [{ first: 2, last: Infinity }] }, [2, 3]],
    [
      'by many uids',
      { kind: 'uid', uids: Array.from({ length: 40 }, (_, n) => ({ first: 3 * n, last: 3 * n })) },
      [3],
    ],
    ['by flag', { kind: 'flag', flag: SEEN, present: true }, [1]],
    ['by missing flag', { kind: 'flag', flag: SEEN, present: false }, [2, 3]],
    ['by size', { kind: 'size', largerThan: 100_000 }, [3]],
    ['by smaller size', { kind: 'size', smallerThan: 100_000 }, [1, 2]],
    ['by modseq', { kind: 'modseq', atLeast: 1000 }, []],
    ['by day of arrival', { kind: 'internalDay', from: '2026-11-04', before: '2026-11-05' }, [2]],
    ['by day saved', { kind: 'savedDay', from: '2026-11-20' }, [1, 2, 3]],
    [
      'by day sent, as the sender lived it',
      { kind: 'sentDay', from: '2026-11-02', before: '2026-11-03' },
      [1],
    ],
    ['by age', { kind: 'age', now: new Date('2026-11-05T13:00:00Z'), youngerThan: 86_400 }, [3]],
    ['by decoded subject', { kind: 'header', name: 'Subject', contains: 'RÉSULTATS DE GLY' }, [1]],
    ['by decoded sender', { kind: 'header', name: 'FROM', contains: 'élodie' }, [1]],
    ['by address', { kind: 'header', name: 'from', contains: '@bioseq' }, [2]],
    ['by copy', { kind: 'header', name: 'cc', contains: '' }, [2]],
    ['by another field', { kind: 'header', name: 'X-Mss-Nil', contains: 'nil-42' }, [1]],
    ['by a field that is nowhere', { kind: 'header', name: 'X-Rien', contains: '' }, []],
    ['by text of a body', { kind: 'body', contains: 'hba1c ÉLEVÉE' }, [1]],
    ['by text once decoded', { kind: 'body', contains: 'négatif, rien à signaler' }, [2]],
    ['by text of a carried message', { kind: 'body', contains: 'contenu transmis' }, [2]],
    ['by text in header or body, not in documents', { kind: 'text', contains: 'glycémie' }, [1, 3]],
    [
      'with and, or, not',
      {
        kind: 'and',
        keys: [
          { kind: 'not', key: { kind: 'body', contains: 'HbA1c' } },
          {
            kind: 'or',
            keys: [
              { kind: 'flag', flag: FLAGGED, present: true },
              { kind: 'header', name: 'message-id', contains: '42' },
            ],
          },
        ],
      },
      [2, 3],
    ],
    ['not a text known only by reading', { kind: 'not', key: { kind: 'text', contains: 'glycémie' } }, [2]],
    ['for one of nothing', { kind: 'or', keys: [] }, []],
    ['with values that look like SQL', { kind: 'body', contains: "' or 1=1 --" }, []],
  ])('%s', async (_, key, uids) => {
    const found = await search(key);
    expect(found.ok && found.value).toEqual(uids);
  });

  it('in a folder of another BAL finds nothing', async () => {
    const other = await world.bal();
    const found = await other.run((folders) => folders.search(inbox, { kind: 'all' }));
    expect(found.ok && found.value).toEqual([]);
  });

  it('of unreasonable shape is refused (D05)', async () => {
    let deep: SearchKey = { kind: 'all' };
    for (let level = 0; level < 5000; level += 1) deep = { kind: 'not', key: deep };
    expect(codeOf(await search(deep))).toBe('limitReached');
    const wide: SearchKey = {
      kind: 'or',
      keys: Array.from({ length: 5000 }, () => ({ kind: 'all' }) as const),
    };
    expect(codeOf(await search(wide))).toBe('limitReached');
    const wordy: SearchKey = {
      kind: 'and',
      keys: Array.from({ length: 33 }, (_, n) => ({ kind: 'text', contains: `mot ${n}` }) as const),
    };
    expect(codeOf(await search(wordy))).toBe('limitReached');
    expect(codeOf(await search({ ...wordy, keys: wordy.keys.slice(0, 32) }))).toBe('ok');
  });

  it('judges a text by SQL and by reading alike, however keys are nested', async () => {
    const leaves: SearchKey[] = [
      { kind: 'flag', flag: SEEN, present: true },
      { kind: 'size', largerThan: 400 },
      { kind: 'header', name: 'from', contains: 'labo' },
      { kind: 'body', contains: 'glyc' },
    ];
    const truth = new Map<SearchKey, Set<number>>();
    for (const leaf of leaves) truth.set(leaf, new Set(await uidsOf(leaf)));
    for (const a of leaves) {
      for (const b of leaves) {
        const neither: SearchKey = { kind: 'not', key: { kind: 'or', keys: [a, b] } };
        const expected = [1, 2, 3].filter((uid) => !truth.get(a)!.has(uid) && !truth.get(b)!.has(uid));
        expect(await uidsOf(neither)).toEqual(expected);
        const both: SearchKey = { kind: 'and', keys: [a, { kind: 'not', key: { kind: 'not', key: b } }] };
        expect(await uidsOf(both)).toEqual(
          [1, 2, 3].filter((uid) => truth.get(a)!.has(uid) && truth.get(b)!.has(uid)),
        );
      }
    }
  });
});

async function uidsOf(key: SearchKey): Promise<readonly number[]> {
  const found = await search(key);
  return found.ok ? found.value : [];
}
