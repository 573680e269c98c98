import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { type CopiedLine, CopyRefused } from '@cachet/mss-core/directory-search';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnnuaireExtraction, type ExtractionKind, IDENTITY_COLUMNS, PUBLIC_COLUMNS } from './index.js';

let folder: string;
let server: Server;
let answer: RequestListener = (_, response) => response.end();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extraction-'));
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const NAME = 'Extraction_Correspondance_MSSante_202611290600';
const HEADER = PUBLIC_COLUMNS.join('|');
const line = (told: Readonly<Record<string, string>>, columns: readonly string[] = PUBLIC_COLUMNS) =>
  columns.map((column) => told[column] ?? '').join('|');
const MOREAU = {
  'Type de BAL': 'PER',
  'Adresse BAL': 'Jeanne.MOREAU@ch-valmont.mssante.fr',
  'Type Identifiant PP': '8',
  'Identifiant PP': '10002563210',
  "Nom d'exercice": 'MOREAU',
  "Prénom d'exercice": 'Jeanne',
  'Libellé savoir-faire': 'Cardiologie',
  'L6LIGNEACHEMINEMENT structure BAL': '38000 GRENOBLE',
};

describe('the public extraction', () => {
  it('is read by the names of its columns, in any order and with others among them', async () => {
    const columns = ['Nouvelle colonne', ...PUBLIC_COLUMNS.toReversed()];
    const text = [columns.join('|'), line(MOREAU, columns)].join('\n');
    const { lines, file } = await read('public', zip([[`${NAME}.txt`, text]]));
    expect(file).toMatchObject({ fileName: `${NAME}.txt`, asOf: new Date('2026-11-29T05:00:00Z') });
    expect(lines).toEqual([
      expect.objectContaining({
        ...{ kind: 'PER', address: 'jeanne.moreau@ch-valmont.mssante.fr', familyName: 'MOREAU' },
        ...{
          holderType: '8',
          holderNumber: '10002563210',
          specialityLabel: 'Cardiologie',
          town: '38000 GRENOBLE',
        },
      }),
    ]);
  });

  it('is read by the places of columns whose names changed', async () => {
    const renamed = PUBLIC_COLUMNS.map((name) => (name === 'Adresse BAL' ? 'Adresse de la BAL' : name));
    const { lines } = await read(
      'public',
      zip([[`${NAME}.txt`, `${renamed.join('|')}\r\n${line(MOREAU)}\r\n`]]),
    );
    expect(lines).toHaveLength(1);
  });

  it('counts and leaves the lines that are none', async () => {
    const text = [HEADER, line(MOREAU), 'PER|sans-colonnes', line({ 'Type de BAL': 'PER' }), ''].join('\n');
    const { lines, bad } = await read('public', zip([[`${NAME}.txt`, text]]));
    expect([lines.length, bad]).toEqual([1, 2]);
  });

  it('is refused with another header, in another encoding, or without any', async () => {
    const refused = (text: string | Buffer) => objectionTo('public', zip([[`${NAME}.txt`, text]]));
    expect(await refused('a|b|c\n1|2|3')).toBe('headerUnknown');
    expect(await refused('')).toBe('headerUnknown');
    expect(await refused(Buffer.from(`${HEADER}\n\xe9`, 'latin1'))).toBe('malformed');
    expect(await refused(`${HEADER}${'x'.repeat(100_000)}`)).toBe('malformed');
  });
});

describe('EX_2.1.3_5010: the extraction of TM2.1.3A', () => {
  const XML = `<?xml version="1.0" encoding="UTF-8"?><e:EXTRACTION xmlns:e="urn:x">
    <e:BAL><e:TYPEBAL>CAB</e:TYPEBAL><e:ADRESSEBAL>cabinet@x.mssante.fr</e:ADRESSEBAL><e:DEMATERIALISATION>O</e:DEMATERIALISATION>
      <e:DESCRIPTION>Cabinet &amp; associés</e:DESCRIPTION><e:LISTECOTITULAIRES>
        <e:COTITULAIRE><e:NOMEXERCICE>MOREAU</e:NOMEXERCICE><e:PRENOMEXERCICE>Jeanne</e:PRENOMEXERCICE><e:ESTRESPONSABLE>O</e:ESTRESPONSABLE></e:COTITULAIRE>
        <e:COTITULAIRE><e:NOMEXERCICE>MOREL</e:NOMEXERCICE><e:PRENOMEXERCICE>Paul</e:PRENOMEXERCICE></e:COTITULAIRE>
      </e:LISTECOTITULAIRES></e:BAL>
    <e:BAL><e:TYPEBAL>PER</e:TYPEBAL><e:ADRESSEBAL>p@x.mssante.fr</e:ADRESSEBAL><e:NPROFESSION>10</e:NPROFESSION></e:BAL>
    <e:BAL><e:TYPEBAL>PER</e:TYPEBAL></e:BAL></e:EXTRACTION>`;
  const FILE = 'ExtractionMSSGlobale_20261129060000';
  const archive = (xml = XML, sum = sumOf(xml)) =>
    zip([
      [`${FILE}.xml`, xml],
      [`${FILE}_checksum.txt`, sum],
    ]);

  it('tells who shares a CAB, whatever its elements are called, in each form the text leaves open', async () => {
    const packed = archive().toString('base64');
    const forms = [
      archive(),
      packed,
      `<r:reponse xmlns:r="urn:y"><r:Extraction>${packed.replace(/(.{76})/g, '$1\n')}</r:Extraction></r:reponse>`,
      JSON.stringify({ Extraction: packed }),
    ];
    for (const form of forms) {
      const { lines, bad } = await read('tm213a', Buffer.from(form));
      expect(bad).toBe(1);
      expect(lines).toMatchObject([
        { kind: 'CAB', people: 'Jeanne MOREAU, Paul MOREL', description: 'Cabinet & associés' },
        { kind: 'PER', professionCode: '10', professionLabel: 'Médecin' },
      ]);
    }
  });

  it('is refused with another sum, behind its last octet', async () => {
    expect(await objectionTo('tm213a', archive(XML, '0'.repeat(64)))).toBe('sumWrong');
    expect(await objectionTo('tm213a', archive(XML, 'rien'))).toBe('sumWrong');
  });

  it('is refused with a DOCTYPE, cut, or too deep', async () => {
    const refused = (xml: string) => objectionTo('tm213a', archive(xml));
    expect(await refused('<!DOCTYPE x [<!ENTITY a "b">]><x><y>&a;</y></x>')).toBe('malformed');
    expect(await refused(XML.slice(0, -20))).toBe('malformed');
    expect(await refused(`${'<a>'.repeat(50)}${'</a>'.repeat(50)}`)).toBe('malformed');
  });
});

describe('EX_2.1.4_5010: the identities of TM2.1.4A', () => {
  const csv = (...rows: readonly (readonly string[])[]) =>
    [IDENTITY_COLUMNS, ...rows].map((cells) => cells.join(';')).join('\n');
  const row = (...begun: readonly string[]) => IDENTITY_COLUMNS.map((_, index) => begun[index] ?? '');

  it('are read from both files, each with its sum, a practice without structure included', async () => {
    const withCard = csv(
      row('8', 'RPPS', '10002563210', 'DR', 'MOREAU', 'Jeanne', '01', '', '10', 'Médecin'),
    );
    const without = csv(row('0', 'ADELI', '759999999', '', '"LE; GOFF"', 'Hélène'), row('8', '', ''));
    const files = [
      ['extraction_identites_Avec_CPS_202611290600', withCard],
      ['extraction_identites_Sans_CPS_202611290600', without],
    ] as const;
    const archive = zip(
      files.flatMap(([name, text]) => [
        [`${name}.csv`, text] as const,
        [`${name}_checksum.txt`, `${sumOf(text)}  ${name}.csv`] as const,
      ]),
    );
    const { lines, bad } = await read('tm214a', archive);
    expect(bad).toBe(1);
    expect(lines).toMatchObject([
      {
        holderNumber: '10002563210',
        familyName: 'MOREAU',
        professionLabel: 'Médecin',
        structureNumber: null,
      },
      { holderType: '0', holderNumber: '759999999', familyName: 'LE; GOFF' },
    ]);
  });
});

describe('what the ANS answers', () => {
  it('is refused for what it says, page of maintenance included, and leaves nothing on the disk', async () => {
    const statuses = {
      400: 'badRequest',
      401: 'accessRefused',
      403: 'accessRefused',
      404: 'notThere',
      500: 'serverFault',
    };
    for (const [status, objection] of Object.entries(statuses)) {
      answer = (_, response) => response.writeHead(Number(status)).end('<html>');
      expect(await codeOf('public')).toBe(objection);
    }
    expect(await objectionTo('public', Buffer.from('<html><p>Maintenance</p></html>'))).toBe('notAnArchive');
    expect(await objectionTo('public', Buffer.alloc(0))).toBe('notAnArchive');
    answer = (_, response) => response.destroy();
    expect(await codeOf('public')).toBe('unreachable');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused beyond the octets it may have, and when it stops in the middle', async () => {
    const archive = zip([[`${NAME}.txt`, `${HEADER}\n`]]);
    answer = (_, response) => response.end(archive);
    expect(await codeOf('public', { maxBytes: 20, timeoutMs: 5_000 })).toBe('tooLarge');
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(archive.subarray(0, 10), () => response.destroy());
    };
    expect(await codeOf('public')).toBe('unreachable');
  });

  it('is refused as an archive cut, with a path, a bomb, other files, or octets that are not those announced', async () => {
    const good = zip([[`${NAME}.txt`, `${HEADER}\n${line(MOREAU)}`]]);
    for (const length of [30, good.length / 2, good.length - 1])
      expect(await objectionTo('public', good.subarray(0, length))).toBe('archiveBroken');
    expect(await objectionTo('public', zip([['../../etc/passwd.txt', 'x']]))).toBe('archiveStrange');
    expect(await objectionTo('public', zip([['lisez-moi.pdf', 'x']]))).toBe('archiveStrange');
    expect(await objectionTo('public', zip([[`${NAME}.txt`, 'x']], { size: 3_000_000_000 }))).toBe(
      'tooLarge',
    );
    expect(await objectionTo('public', zip([[`${NAME}.txt`, 'x'.repeat(9_999)]], { size: 10 }))).toBe(
      'archiveBroken',
    );
    expect(await objectionTo('public', zip([[`${NAME}.txt`, `${HEADER}\n`]], { crc: 1 }))).toBe(
      'archiveBroken',
    );
  });

  it('is refused, or read, whatever octets were changed in it', async () => {
    const good = zip([[`${NAME}.txt`, `${HEADER}\n${line(MOREAU)}`]]);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }), async (at, octet) => {
        const spoilt = Buffer.from(good);
        spoilt[at] = octet;
        answer = (_, response) => response.end(spoilt);
        await read('public', spoilt).catch((fault: unknown) => expect(fault).toBeInstanceOf(CopyRefused));
      }),
      { numRuns: 60 },
    );
  });
});

async function read(kind: ExtractionKind, body: Buffer, limits?: { maxBytes: number; timeoutMs: number }) {
  answer = (_, response) => response.end(body);
  return readAnswer(kind, limits);
}

async function readAnswer(kind: ExtractionKind, limits?: { maxBytes: number; timeoutMs: number }) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const now = () => new Date('2026-11-29T12:00:00Z');
  const reading = await new AnnuaireExtraction({ kind, url, folder }, now, limits).open();
  try {
    const lines: CopiedLine[] = [];
    for await (const batch of reading.batches()) lines.push(...batch);
    return { lines, bad: reading.badLines(), file: reading.file };
  } finally {
    await reading.close();
  }
}

async function objectionTo(kind: ExtractionKind, body: Buffer): Promise<string> {
  answer = (_, response) => response.end(body);
  return codeOf(kind);
}

async function codeOf(
  kind: ExtractionKind,
  limits?: { maxBytes: number; timeoutMs: number },
): Promise<string> {
  const fault: unknown = await readAnswer(kind, limits).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return fault instanceof CopyRefused ? fault.objection : String(fault);
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** APPNOTE.TXT §4.3; `lie` is what the headers tell in the place of the truth. */
function zip(
  files: readonly (readonly [name: string, content: string | Buffer])[],
  lie: { readonly size?: number; readonly crc?: number } = {},
): Buffer {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, content] of files) {
    const [title, bytes] = [Buffer.from(name), Buffer.from(content)];
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(lie.crc ?? crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(lie.size ?? bytes.length, 18);
    common.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\u0003\u0004'), common, title, packed);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), common, place, title);
    at += 4 + common.length + title.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  for (const place of [4, 6]) end.writeUInt16LE(files.length, place);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\u0005\u0006'), end]);
}
