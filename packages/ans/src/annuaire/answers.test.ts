import { createHash } from 'node:crypto';
import { ANNUAIRE_NAMES, exchangeFault, readFaultCode } from '@cachet/mss-core/annuaire';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArchivedFile, archiveOf } from '../../test/small-archive.js';
import { ExchangeRefused } from './exchange-objection.js';
import { readFeedAnswer, readReportAnswer } from './read-answer.js';
import { readReport, readReportArchive } from './read-report.js';

const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';
const SOAP = 'application/soap+xml; charset=utf-8';
const envelope = (body: string) => `<s:Envelope xmlns:s="${SOAP12}"><s:Body>${body}</s:Body></s:Envelope>`;
const answer = (body: string | Buffer, contentType = SOAP) => ({ contentType, body: Buffer.from(body) });
const ticketOf = (body: string, contentType?: string) =>
  readFeedAnswer(answer(body, contentType), ANNUAIRE_NAMES);

/** What was held against it. */
function refusalOf(read: () => unknown): string {
  try {
    return `accepted: ${JSON.stringify(read())}`;
  } catch (error) {
    if (error instanceof ExchangeRefused) return error.objection;
    throw error;
  }
}

describe('what the Annuaire answers to a feed', () => {
  it('EX_1.1.1_5010: is a ticket', () => {
    const body = envelope('<r xmlns="urn:x"><Ticket> T-20261129_1 </Ticket></r>');
    expect(ticketOf(body)).toEqual({ kind: 'ticket', ticket: 'T-20261129_1' });
  });

  it('EX_WSA_5060: or a fault, of SOAP 1.2 or 1.1, however its code is written', () => {
    const of12 =
      envelope(`<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>s:WSMSS 6</s:Value></s:Subcode></s:Code>
      <s:Reason><s:Text xml:lang="fr">Échec d’authentification</s:Text></s:Reason></s:Fault>`);
    expect(ticketOf(of12)).toEqual({ kind: 'fault', code: 'WSMSS06', reason: 'Échec d’authentification' });
    const of11 = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault>
      <faultcode>WSMSS12</faultcode><faultstring>RG_CTR_032</faultstring></e:Fault></e:Body></e:Envelope>`;
    expect(ticketOf(of11, 'text/xml')).toEqual({ kind: 'fault', code: 'WSMSS12', reason: 'RG_CTR_032' });
    const other = envelope('<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault>');
    expect(ticketOf(other)).toMatchObject({ kind: 'fault', code: 's:Sender' });
  });

  it('EX_WSA_5060: each code asks for something', () => {
    const codes = Array.from({ length: 26 }, (_, index) => `WSMSS${String(index + 1).padStart(2, '0')}`);
    const byCure = Map.groupBy(codes, (code) => exchangeFault(code, '').cure);
    expect([...(byCure.get('retryTonight') ?? [])]).toEqual(['WSMSS15']);
    expect([...(byCure.get('retryLater') ?? [])]).toEqual(['WSMSS17', 'WSMSS25', 'WSMSS26']);
    expect([...(byCure.get('renewToken') ?? [])]).toEqual(['WSMSS04', 'WSMSS08', 'WSMSS10']);
    expect([...(byCure.get('sendAgain') ?? [])]).toEqual(['WSMSS24']);
    expect(byCure.get('tellOperator')).toHaveLength(18);
    expect(exchangeFault('toString', 'x')).toEqual({ cure: 'tellOperator', sentence: { fr: 'x', en: 'x' } });
    expect(['WSMSS6', 'soap:WSMSS06', 'x WSMSS06', 'WSMSS'].map(readFaultCode)).toEqual([
      ...['WSMSS06', 'WSMSS06', null, null],
    ]);
  });

  it('may be something else: a page, nothing, half a message, a DOCTYPE, no ticket', () => {
    const body = envelope('<Ticket>1</Ticket>');
    expect(refusalOf(() => ticketOf('<html></html>', 'text/html'))).toBe('notSoap');
    expect(refusalOf(() => ticketOf('<html></html>'))).toBe('notSoap');
    expect(refusalOf(() => ticketOf(''))).toBe('notSoap');
    expect(refusalOf(() => ticketOf(body.slice(0, -10)))).toBe('malformed');
    expect(refusalOf(() => ticketOf(`<!DOCTYPE s [<!ENTITY a "b">]>${body}`))).toBe('dtd');
    expect(refusalOf(() => ticketOf(envelope('<Ticket>&a;</Ticket>')))).toBe('malformed');
    expect(refusalOf(() => ticketOf(envelope('<Ticket></Ticket>')))).toBe('noTicket');
    expect(refusalOf(() => ticketOf(envelope(`<Ticket>${'1'.repeat(51)}</Ticket>`)))).toBe('noTicket');
    expect(refusalOf(() => ticketOf(envelope('<a>'.repeat(40) + '</a>'.repeat(40))))).toBe('malformed');
    expect(refusalOf(() => ticketOf(' '.repeat(1024 * 1024 + 1)))).toBe('tooLarge');
  });
});

const TICKET = 'T-20261129_1';
const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<CompteRendu xmlns="urn:x"><Entete><Ticket>${TICKET}</Ticket>
  <Controle><CodeMSS0>MSS020</CodeMSS0><RegleControle>Le contrôle de cohérence…</RegleControle></Controle></Entete>
<Detail><Domaine>CH-Sud.mssante.fr</Domaine>
  <Statistiques><NbBALLus>4</NbBALLus><NbBALDelta>3</NbBALDelta><NbBALCrees>1</NbBALCrees><NbBALMaj>1</NbBALMaj>
    <NbBALSup>1</NbBALSup><NbBALErrBlo>1</NbBALErrBlo><NbBALErrNBlo>1</NbBALErrNBlo></Statistiques>
  <Anomalies>
    <Anomalie><CodeMSSO>MSS028</CodeMSSO><MotifErreur>Le responsable est obligatoire</MotifErreur>
      <CriticiteErreur>Bloquante</CriticiteErreur><TypeBAL>ORG</TypeBAL><AdresseBAL>Cardio@ch-sud.mssante.fr</AdresseBAL></Anomalie>
    <Enregistrement><AdresseBAL>a@ch-sud.mssante.fr</AdresseBAL>
      <Anomalie><CodeMSSO>MSS043</CodeMSSO><MotifErreur>N’est plus valide</MotifErreur><CriticiteErreur>Warning</CriticiteErreur>
        <TypIdentifiantPPAnnuaire>8</TypIdentifiantPPAnnuaire><IdentifiantPPAnnuaire>99700218896</IdentifiantPPAnnuaire></Anomalie>
      <Anomalie><CodeMSSO>MSS020</CodeMSSO><MotifErreur>Noms</MotifErreur><CriticiteErreur>Warning</CriticiteErreur>
        <NomExerciceAnnuaire>ROY</NomExerciceAnnuaire><PrenomExerciceAnnuaire>Paul</PrenomExerciceAnnuaire></Anomalie>
    </Enregistrement></Anomalies></Detail>
<Detail><DOMAINE><Domaine>vide.mssante.fr</Domaine></DOMAINE><Statistiques><NbBALLus>0</NbBALLus></Statistiques></Detail>
</CompteRendu>`;
const NAME = `cralimentationmss_${TICKET}_202611300401`;

function archive(change: Partial<{ xml: string; sum: string; files: readonly ArchivedFile[] }> = {}): Buffer {
  const xml = Buffer.from(change.xml ?? REPORT);
  const sum = change.sum ?? createHash('sha256').update(xml).digest('hex');
  return archiveOf(
    change.files ?? [
      { name: `${NAME}.xml`, bytes: xml },
      { name: `${NAME}_checksum.txt`, bytes: Buffer.from(sum) },
    ],
  );
}

describe('EX_1.1.1_5030: the report of a feed', () => {
  it('tells the counts of each domain and what stands against each BAL', () => {
    const { ticket, domains } = readReportArchive(archive(), TICKET);
    expect(ticket).toBe(TICKET);
    expect(domains.map(({ domain, counts }) => [domain, ...Object.values(counts)])).toEqual([
      ['ch-sud.mssante.fr', 4, 3, 1, 1, 1, 1, 1],
      ['vide.mssante.fr', 0, 0, 0, 0, 0, 0, 0],
    ]);
    expect(domains[0]?.anomalies).toEqual([
      {
        ...{ code: 'MSS028', motive: 'Le responsable est obligatoire', severity: 'blocking' },
        ...{ address: 'cardio@ch-sud.mssante.fr', knownName: null, knownIdentity: null },
      },
      {
        ...{
          code: 'MSS043',
          motive: 'N’est plus valide',
          severity: 'warning',
          address: 'a@ch-sud.mssante.fr',
        },
        ...{ knownName: null, knownIdentity: { type: '8', number: '99700218896' } },
      },
      {
        ...{ code: 'MSS020', motive: 'Noms', severity: 'warning', address: 'a@ch-sud.mssante.fr' },
        ...{ knownName: { familyName: 'ROY', givenName: 'Paul' }, knownIdentity: null },
      },
    ]);
  });

  it('comes beside the message, or inside it', () => {
    const zip = archive();
    const inside = answer(envelope(`<r><Fichier>${zip.toString('base64')}</Fichier></r>`));
    expect(readReportAnswer(inside, ANNUAIRE_NAMES)).toEqual({ kind: 'archive', archive: zip });
    const parts = [
      '--b\r\nContent-Type: application/xop+xml\r\n\r\n',
      envelope('<r/>'),
      '\r\n--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: binary\r\n\r\n',
      zip,
      '\r\n--b--\r\n',
    ].map((part) => Buffer.from(part as string));
    const beside = answer(
      Buffer.concat(parts),
      'multipart/related; type="application/xop+xml"; boundary="b"',
    );
    expect(readReportAnswer(beside, ANNUAIRE_NAMES)).toEqual({ kind: 'archive', archive: zip });
    expect(refusalOf(() => readReportAnswer(answer(envelope('<r/>')), ANNUAIRE_NAMES))).toBe('noArchive');
    const cut = { ...beside, body: beside.body.subarray(0, -12) };
    expect(refusalOf(() => readReportAnswer(cut, ANNUAIRE_NAMES))).toBe('malformed');
    const waiting = envelope('<s:Fault><s:Code><s:Value>WSMSS17</s:Value></s:Code></s:Fault>');
    expect(readReportAnswer(answer(waiting), ANNUAIRE_NAMES)).toMatchObject({
      kind: 'fault',
      code: 'WSMSS17',
    });
  });

  it('is refused when it is of another ticket, outside or inside', () => {
    expect(refusalOf(() => readReportArchive(archive(), 'T-2'))).toBe('otherTicket');
    const xml = REPORT.replace(TICKET, 'T-2');
    expect(refusalOf(() => readReportArchive(archive({ xml }), TICKET))).toBe('otherTicket');
    expect(refusalOf(() => readReport(Buffer.from('<r/>')))).toBe('noTicket');
  });

  it('is refused when its sum is not that of its file, or no sum', () => {
    const read = (sum: string) => refusalOf(() => readReportArchive(archive({ sum }), TICKET));
    expect(read('0'.repeat(64))).toBe('checksumWrong');
    expect(read('')).toBe('checksumWrong');
    const right = createHash('sha256').update(REPORT).digest('hex').toUpperCase();
    expect(read(`${right}  ${NAME}.xml\r\n`)).toMatch(/^accepted/);
  });

  it('is refused when its archive is cut anywhere, or altered anywhere that counts', () => {
    const whole = archive();
    for (let length = 0; length < whole.length; length += 7) {
      const objection = refusalOf(() => readReportArchive(whole.subarray(0, length), TICKET));
      expect(objection).toBe('archiveBroken');
    }
  });

  it('unpacks nothing elsewhere, and never more than it announces', () => {
    const of = (...files: ArchivedFile[]) => refusalOf(() => readReportArchive(archive({ files }), TICKET));
    const bytes = Buffer.from(REPORT);
    for (const name of ['../x.xml', '/etc/x.xml', 'a\\x.xml', `d/${NAME}.xml`, '..', 'autre.xml'])
      expect(of({ name, bytes }, { name: `${NAME}_checksum.txt`, bytes })).toBe('archiveStrange');
    const zeroes = Buffer.alloc(5_000_000);
    const sum = { name: `${NAME}_checksum.txt`, bytes: Buffer.from('0'.repeat(64)) };
    expect(of({ name: `${NAME}.xml`, bytes: zeroes, lies: { size: 1000 } }, sum)).toBe('archiveBroken');
    expect(of({ name: `${NAME}.xml`, bytes: zeroes, lies: { size: 3_000_000_000 } }, sum)).toBe('tooLarge');
    expect(of({ name: `${NAME}.xml`, bytes, lies: { crc: 1 } }, sum)).toBe('archiveBroken');
    expect(of({ name: `${NAME}.xml`, bytes, lies: { flags: 1 } }, sum)).toBe('archiveStrange');
    expect(of({ name: `${NAME}.xml`, bytes }, { name: `${NAME}.xml`, bytes })).toBe('archiveStrange');
    expect(of({ name: `${NAME}.xml`, bytes }, sum, sum)).toBe('archiveStrange');
    expect(of({ name: `${NAME}.xml`, bytes })).toBe('archiveStrange');
    expect(of()).toBe('archiveStrange');
  });

  it('is refused when it holds a DOCTYPE, or entities of its own', () => {
    const xml = REPORT.replace(
      '<CompteRendu',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><CompteRendu',
    );
    expect(refusalOf(() => readReportArchive(archive({ xml }), TICKET))).toBe('dtd');
  });

  it('whatever comes, is read or refused with a reason', () => {
    const whole = archive();
    const altered = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 })
      .map((changes) => {
        const copy = Buffer.from(whole);
        for (const [at, octet] of changes) copy[at] = octet;
        return copy;
      });
    const anything = fc.oneof(
      altered,
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(anything, fc.string(), (bytes, xml) => {
        refusalOf(() => readReportArchive(bytes, TICKET));
        refusalOf(() => readReport(Buffer.from(xml)));
        refusalOf(() => readReportAnswer(answer(bytes), ANNUAIRE_NAMES));
        refusalOf(() => readReportAnswer(answer(bytes, 'multipart/related; boundary=b'), ANNUAIRE_NAMES));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});
