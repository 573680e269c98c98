import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ByteRequest, FetchFailure } from '../http/fetch-bytes.js';
import { readDepositAnswer, readReportAnswer } from './read-answer.js';
import { SipilClient } from './sipil-client.js';

/** Figure 38, whose `Email` is closed and never opened. */
const FIGURE_38 = (status: string) => `<?xml version="1.0" encoding="UTF-8"?>
<Depot xmlns="http://fr/asip/mss/sipil/manager/bean/warehouse">
  <Authentication>
    <Identite>bus.dev.mssante.fr</Identite>
  </Email>
  <DomainesGeres><Domaine>infirmier.dev.mssante.fr</Domaine></DomainesGeres>
</Authentication>
<Statut>${status}</Statut>
</Depot>`;
const code = (number: number) =>
  FIGURE_38(`<CodeRetourGlobal>${number}</CodeRetourGlobal><Message>x</Message>`);
const WHOLE = FIGURE_38(
  '<Id>31</Id><NomArchive>31_bus.dev.mssante.fr.zip</NomArchive><CodeRetourGlobal>0</CodeRetourGlobal>',
);

const REPORT = `<?xml version="1.0" encoding="UTF-8"?><CompteRendu><Authentication><Identite>x</Identite></Email></Authentication>
<Statut><NomArchive>a.zip</NomArchive><Identifiant>31</Identifiant><CodeRetourGlobal>1</CodeRetourGlobal><Message>m</Message></Statut>
<Fichiers>
 <Fichier><InfoTraitement><NomFichier>202611_EchangesMSSante_x.mssante.fr.csv</NomFichier><CodeRetour>1</CodeRetour></InfoTraitement>
  <Contrôles>
   <Contrôle><CodeContrôle>1</CodeContrôle><CodeRetour>0</CodeRetour></Contrôle>
   <Contrôle><CodeContrôle>7</CodeContrôle><CodeRetour>1</CodeRetour><Erreurs><Message>ligne de anne.martin@x.mssante.fr</Message><LigneErreur>3 17</LigneErreur></Erreurs></Contrôle>
   <Contrôle><CodeContrôle>9</CodeContrôle><CodeRetour>2</CodeRetour><Erreurs><Message>période</Message></Erreurs></Contrôle>
  </Contrôles></Fichier>
 <Fichier><InfoTraitement><NomFichier>202611_ConnexionsMSSante_x.mssante.fr.csv</NomFichier><CodeRetour>0</CodeRetour></InfoTraitement><Contrôles/></Fichier>
</Fichiers></CompteRendu>`;

/** One deflated file. */
function zipOf(name: string, content: string): Buffer {
  const [title, bytes] = [Buffer.from(name), Buffer.from(content)];
  const packed = deflateRawSync(bytes);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(bytes), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(bytes.length, 18);
  common.writeUInt16LE(title.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, title, packed]);
  const central = Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, Buffer.alloc(14), title]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\u0005\u0006'), end]);
}

describe('what postFile answers', () => {
  it('is read as the figures of the text have it, which no reader of XML would take', () => {
    expect(readDepositAnswer(Buffer.from(WHOLE))).toEqual({ kind: 'deposited', id: '31' });
    expect(readDepositAnswer(Buffer.from(code(4)))).toEqual({ kind: 'segmentTaken' });
    expect(readDepositAnswer(Buffer.from(code(5)))).toEqual({ kind: 'segmentTaken' });
    for (const number of [1, 2, 3, 6, 7, 8, 10, 20, 30, 100])
      expect(readDepositAnswer(Buffer.from(code(number)))).toEqual({ kind: 'refused', code: number });
  });

  it.each([
    ['nothing', ''],
    ['a page', '<!DOCTYPE html><html><body>Maintenance</body></html>'],
    ['an entity', `<!DOCTYPE x [<!ENTITY e "1">]>${WHOLE}`],
    ['no code', FIGURE_38('')],
    ['success without an id', code(0)],
    ['more than an answer', `${WHOLE}${' '.repeat(300_000)}`],
  ])('is not believed when it is %s', (_, body) => {
    expect(readDepositAnswer(Buffer.from(body))).toEqual({ kind: 'fault', fault: 'answerStrange' });
  });
});

describe('EX_SSU_5820: what getReport answers', () => {
  const report = {
    code: 1,
    files: [
      {
        ...{ name: '202611_EchangesMSSante_x.mssante.fr.csv', verdict: 'ko' },
        controls: [
          { number: 7, verdict: 'ko', message: 'ligne de …@x.mssante.fr', lines: [3, 17] },
          { number: 9, verdict: 'warning', message: 'période', lines: [] },
        ],
      },
      { name: '202611_ConnexionsMSSante_x.mssante.fr.csv', verdict: 'ok', controls: [] },
    ],
  };

  it('is a zip with the report, of which what was not passed is kept and no address', () => {
    expect(readReportAnswer(zipOf('31_CompteRendu.xml', REPORT))).toEqual({ kind: 'report', report });
    expect(readReportAnswer(Buffer.from(REPORT))).toEqual({ kind: 'report', report });
  });

  it('is a code while there is none', () => {
    const none = '<CompteRendu><Statut><CodeRetourGlobal>6</CodeRetourGlobal></Statut></CompteRendu>';
    expect(readReportAnswer(Buffer.from(none))).toEqual({ kind: 'refused', code: 6 });
    expect(readReportAnswer(zipOf('cr.xml', none.replace('6', '4')))).toEqual({ kind: 'refused', code: 4 });
  });

  it.each([
    ['a page', Buffer.from('<html><body>Maintenance</body></html>')],
    ['a cut archive', zipOf('cr.xml', REPORT).subarray(0, 200)],
    ['a file outside', zipOf('../cr.xml', REPORT)],
    ['no report', zipOf('lisez-moi.txt', 'x')],
    ['a DOCTYPE', zipOf('cr.xml', `<!DOCTYPE x><CompteRendu/>`)],
    ['a report without a code', zipOf('cr.xml', '<CompteRendu/>')],
  ])('is not believed when it is %s', (_, body) => {
    expect(readReportAnswer(body)).toEqual({ kind: 'fault', fault: 'answerStrange' });
  });
});

describe('EX_SSU_5810: SIPIL is called', () => {
  const identity = { cert: 'certificate', key: 'key' };
  const access = { url: 'https://sipil.test/sipil', identity, ca: 'authorities', email: 'a+b@c.fr' };

  async function called(answer: string, segment: { number: number; total: number } | null = null) {
    const calls: (ByteRequest & { sent: string })[] = [];
    const client = new SipilClient(
      access,
      () => 'id',
      async (request) => {
        const sent = Buffer.concat(
          await Array.fromAsync(request.content as AsyncIterable<Uint8Array>),
        ).toString();
        calls.push({ ...request, sent });
        return { status: 200, headers: {}, body: Buffer.from(answer) };
      },
    );
    async function* bytes() {
      yield Buffer.from('PK');
      yield Buffer.from('..');
    }
    const told = await client.deposit({ name: '202611_x.zip', size: 4, bytes: bytes() }, segment);
    return { told, call: calls[0] };
  }

  it('with the operator’s certificate, by a form of one file whose length is told', async () => {
    const { told, call } = await called(WHOLE);
    expect(told).toEqual({ kind: 'deposited', id: '31' });
    expect(call).toMatchObject({ identity, ca: 'authorities', method: 'POST' });
    expect(call?.url).toBe('https://sipil.test/sipil/postFile?email=a%2Bb%40c.fr');
    expect(call?.headers).toEqual({
      'content-type': 'multipart/form-data; boundary=cachet-id',
      'content-length': String(call?.sent.length),
    });
    expect(call?.sent).toMatch(
      /^--cachet-id\r\n.*name="file"; filename="202611_x.zip"\r\n.*\r\n\r\nPK\.\.\r\n--cachet-id--\r\n$/s,
    );
  });

  it('segment by segment, by the two headers of the text', async () => {
    const { told, call } = await called(code(4), { number: 2, total: 30 });
    expect(told).toEqual({ kind: 'segmentTaken' });
    expect(call?.headers).toMatchObject({ 'File-Part': '2', 'Total-File-Parts': '30' });
  });

  it('and tells as a value that nothing came', async () => {
    const client = new SipilClient(
      { ...access, email: null },
      () => 'id',
      () => Promise.reject(new FetchFailure('x')),
    );
    expect(await client.report('31')).toEqual({ kind: 'fault', fault: 'unreachable' });
  });
});
