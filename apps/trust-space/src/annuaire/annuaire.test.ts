import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Credentials, callService } from '../testing/call-service.js';
import { account, feedBody, type MessageChange, message, reportBody } from '../testing/fed-message.js';
import { type RunningTrustSpace, runTrustSpace } from '../testing/running-trust-space.js';

const DOMAIN = 'ch-essai.mssante.fr';
const personal = (name: string, change: Record<string, string> = {}) =>
  account({
    ...{ Type: 'PER', Adresse: `${name}@${DOMAIN}`, TypePP: '8', PP: '99900000025' },
    ...{ Nom: 'MOREAU', Prenom: 'Jeanne', Rouge: 'N', ...change },
  });
const organisational = (name: string, change: Record<string, string> = {}) =>
  account({
    ...{ Type: 'ORG', Adresse: `${name}@${DOMAIN}`, TypePM: '1', PM: '019999901', Rouge: 'N' },
    ...{ Responsable: 'Jeanne MOREAU', Description: 'Cardiologie', ...change },
  });

describe('EX_1.1.1_5010: the simulated Annuaire Santé', () => {
  let space: RunningTrustSpace;
  let operator: Credentials;
  let unlisted: Credentials;
  let ca: string;
  beforeAll(async () => {
    space = await runTrustSpace();
    ca = space.facts.sandbox.pki.ca;
    const { certFile, keyFile } = space.facts.operator;
    operator = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    const { cert, key } = space.facts.sandbox.pki.identities.peerUnlisted ?? { cert: '', key: '' };
    unlisted = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  });
  afterAll(() => space.close());

  const dnOf = (who: Credentials | null) =>
    who === unlisted ? (space.facts.sandbox.pki.identities.peerUnlisted?.dn ?? '') : space.facts.operator.dn;
  const send = (body: string, change: MessageChange = {}, who: Credentials | null = operator) =>
    callService(space.facts.sandbox.annuaire.soap, ca, {
      identity: who,
      body: message(dnOf(who), body, change),
    });
  const ask = (ticket: string, who: Credentials = operator) =>
    callService(space.facts.sandbox.annuaire.report, ca, {
      ...{ identity: who, body: message(dnOf(who), reportBody(ticket)) },
    });
  const ticketOf = (text: string) => /<NumeroTicket>([\w-]+)</.exec(text)?.[1] ?? '';
  const codeOf = (text: string) => /soap:(WSMSS\d\d)/.exec(text)?.[1];
  const tell = (order: object) => space.ask(space.facts.sandbox.annuaire.control, order);
  const search = async (address: string) => {
    const query = `${space.facts.sandbox.annuaire.fhir}/Practitioner?mailbox-mss:exact=${address}&_total=accurate`;
    return JSON.parse((await callService(query, ca, { headers: { 'esante-api-key': 'k' } })).text);
  };
  const night = async (...accounts: string[]) => {
    const ticket = ticketOf((await send(feedBody(DOMAIN, accounts))).text);
    await tell({ processNow: true });
    return reportIn(await ask(ticket));
  };

  it('takes a feed, gives a ticket, and publishes after its treatment, the liste rouge excepted', async () => {
    const fed = await send(
      feedBody(DOMAIN, [
        personal('jeanne.moreau'),
        personal('secret', { Rouge: 'O' }),
        organisational('cardio'),
      ]),
    );
    expect([fed.status, ticketOf(fed.text).length]).toEqual([200, 36]);
    expect(await search(`jeanne.moreau@${DOMAIN}`)).toMatchObject({ total: 0 });
    expect((await tell({ processNow: true })).body).toEqual({ processed: 1 });
    expect(await search(`jeanne.moreau@${DOMAIN}`)).toMatchObject({
      total: 1,
      entry: [
        {
          resource: {
            identifier: [{ value: '899900000025' }, { value: '99900000025' }],
            name: [{ family: 'MOREAU' }],
          },
        },
      ],
    });
    expect(await search(`secret@${DOMAIN}`)).toMatchObject({ total: 0 });
    expect((await space.ask(space.facts.sandbox.annuaire.control)).body).toMatchObject({
      feeds: [{ dn: space.facts.operator.dn, domains: [DOMAIN], processed: true }],
    });
  });

  it('EX_1.1.1_5030: reports the night: what changed, what it rejects, what it warns of', async () => {
    await night(personal('jeanne.moreau'), personal('partie'), organisational('cardio'));
    const { xml, sum } = await night(
      personal('jeanne.moreau', { Prenom: 'Anne' }),
      personal('nouvelle'),
      personal('inconnu', { PP: '99900000099' }),
      personal('double'),
      personal('double'),
      organisational('cardio', { Responsable: '' }),
      organisational('ailleurs', { PM: '750712184' }),
    );
    expect(sum).toBe(createHash('sha256').update(xml).digest('hex'));
    const counts = ['NbBALLus', 'NbBALCrees', 'NbBALMaj', 'NbBALSup', 'NbBALErrBlo', 'NbBALErrNBlo'];
    expect(counts.map((name) => Number(new RegExp(`<${name}>(\\d+)<`).exec(xml)?.[1]))).toEqual([
      7, 1, 1, 2, 5, 1,
    ]);
    const anomalies = [
      ...xml.matchAll(
        /<CodeMSSO>(\w+)<\/CodeMSSO><MotifErreur>[^<]*<\/MotifErreur><CriticiteErreur>(\w+)<.*?<AdresseBAL>([^@]+)@/g,
      ),
    ];
    expect(anomalies.map(([, code, severity, name]) => `${code} ${severity} ${name}`)).toEqual([
      ...['MSS020 Warning jeanne.moreau', 'MSS008 Bloquante inconnu', 'MSS042 Bloquante double'],
      ...['MSS042 Bloquante double', 'MSS028 Bloquante cardio', 'MSS015 Bloquante ailleurs'],
    ]);
    expect(xml).toContain(
      '<NomExerciceAnnuaire>MOREAU</NomExerciceAnnuaire><PrenomExerciceAnnuaire>Jeanne</',
    );
  });

  it('EX_GBM_3030: judges the list of a practice', async () => {
    const cab = (name: string, ...members: string[]) =>
      account(
        { Type: 'CAB', Adresse: `${name}@${DOMAIN}`, Description: 'Cabinet', Rouge: 'N' },
        `<Liste>${members.join('')}</Liste>`,
      );
    const member = (rpps: string, leads: 'O' | 'N') =>
      `<Membre><TypePP code="8"/><PP>${rpps}</PP><Responsable>${leads}</Responsable></Membre>`;
    const { xml } = await night(
      cab('bon', member('99900000025', 'O'), member('99900000017', 'N')),
      cab('sans-responsable', member('99900000025', 'N')),
      cab('inconnu', member('99900000099', 'O')),
    );
    expect([...xml.matchAll(/<CodeMSSO>(MSS\d+)<\/CodeMSSO><Motif/g)].map(([, code]) => code)).toEqual([
      ...['MSS028', 'MSS008'],
    ]);
  });

  it('EX_1.1.1_5020: gives a report to the certificate that fed, once the night is over', async () => {
    const ticket = ticketOf((await send(feedBody(DOMAIN, []))).text);
    expect(codeOf((await ask(ticket)).text)).toBe('WSMSS17');
    await tell({ processNow: true });
    expect(codeOf((await ask(ticket, unlisted)).text)).toBe('WSMSS16');
    expect(codeOf((await ask('inconnu')).text)).toBe('WSMSS23');
    expect(reportIn(await ask(ticket)).name).toMatch(
      new RegExp(`^cralimentationmss_${ticket}_\\d{14}\\.xml$`),
    );
  });

  const past = () => new Date(Date.now() - 2 * 3_600_000);
  const future = () => new Date(Date.now() + 60_000);
  const TOKENS: readonly (readonly [string, string, () => MessageChange])[] = [
    ['WSMSS01', 'without security header', () => ({ security: 'none' })],
    ['WSMSS02', 'without token', () => ({ security: 'empty' })],
    ['WSMSS03', 'issued at no time', () => ({ issuedAt: null })],
    ['WSMSS04', 'issued in the future', () => ({ issuedAt: future() })],
    ['WSMSS04', 'issued too long ago', () => ({ issuedAt: past() })],
    ['WSMSS05', 'of nobody', () => ({ issuer: null })],
    ['WSMSS07', 'valid from no time', () => ({ notBefore: null })],
    ['WSMSS08', 'not valid yet', () => ({ notBefore: future() })],
    ['WSMSS08', 'valid before it was issued', () => ({ notBefore: past() })],
    ['WSMSS09', 'valid until no time', () => ({ notOnOrAfter: null })],
    ['WSMSS10', 'valid no more', () => ({ notOnOrAfter: past() })],
    ['WSMSS11', 'without profile', () => ({ profile: null })],
    ['WSMSS13', 'of another certificate', () => ({ issuer: 'CN=autre' })],
    ['WSMSS14', 'of another structure', () => ({ structure: '1999999999' })],
    ['WSMSS19', 'without user', () => ({ nameId: null })],
    ['WSMSS21', 'of another profile', () => ({ profile: 'MED' })],
    ['WSMSS22', 'without structure', () => ({ structure: null })],
    ['WSMSS12', 'with a DOCTYPE', () => ({ before: '<!DOCTYPE x>' })],
    ['WSMSS12', 'that is not well formed', () => ({ before: '<' })],
  ];
  it.each(TOKENS)('EX_WSA_5060: refuses (%s) a message %s', async (code, _, change) => {
    const answer = await send(feedBody(DOMAIN, []), change());
    expect([answer.status, codeOf(answer.text)]).toEqual([500, code]);
  });

  it('EX_WSA_5010: refuses who has no certificate, is not listed, or feeds a domain of somebody else', async () => {
    const body = feedBody(DOMAIN, []);
    expect(codeOf((await send(body, {}, null)).text)).toBe('WSMSS18');
    expect(codeOf((await send(body, {}, unlisted)).text)).toBe('WSMSS06');
    expect(codeOf((await send(feedBody('pair-essai.mssante.fr', []))).text)).toBe('WSMSS06');
  });

  it.each([
    ['RG_CTR_002', personal('a', { Type: '' })],
    ['RG_CTR_003', personal('a', { Type: 'BAL' })],
    ['RG_CTR_004', personal('a', { Adresse: '' })],
    ['RG_CTR_006', personal('a', { TypePP: '7' })],
    ['RG_CTR_015', organisational('a', { TypePM: '4' })],
    ['RG_CTR_032', personal('a', { Rouge: '' })],
    ['RG_CTR_046', personal('a'.repeat(250))],
    ['NomExercice', personal('a', { Nom: 'M'.repeat(81) })],
    ['élément inattendu', '<Compte><Type>PER</Type><Inconnu/></Compte>'],
    ['élément inattendu', '<Compte><Adresse>a@b.fr</Adresse><Type>PER</Type></Compte>'],
  ])('refuses a whole message (WSMSS12) for one breach of the schema: %s', async (detail, wrong) => {
    const answer = await send(feedBody(DOMAIN, [personal('bonne'), wrong]));
    expect(codeOf(answer.text)).toBe('WSMSS12');
    expect(answer.text).toContain(detail);
  });

  it('fails as it is told to, so many times, and is itself again', async () => {
    const body = feedBody(DOMAIN, []);
    await tell({ fail: 'WSMSS15', times: 2 });
    expect(codeOf((await send(body)).text)).toBe('WSMSS15');
    expect(codeOf((await send(body)).text)).toBe('WSMSS15');
    const ticket = ticketOf((await send(body)).text);
    expect(ticket).not.toBe('');
    await tell({ fail: 'html' });
    expect(await send(body)).toMatchObject({ status: 200, type: 'text/html' });
    await tell({ fail: 'error500' });
    expect(await send(body)).toMatchObject({ status: 500, type: 'text/plain' });
    await tell({ fail: 'silent' });
    await expect(send(body)).rejects.toThrow();
    await tell({ processNow: true });
    await tell({ fail: 'reportOfAnotherTicket' });
    expect(reportIn(await ask(ticket)).name).toContain('un-autre-ticket');
    await tell({ fail: 'reportWithWrongSum' });
    expect(reportIn(await ask(ticket)).sum).toBe('0'.repeat(64));
    await tell({ fail: 'reportTruncated' });
    expect((await ask(ticket)).text).not.toContain('PK\u0005\u0006');
    expect(reportIn(await ask(ticket)).name).toContain(ticket);
  });
});

/** The two files of the archive beside a message. */
function reportIn({ bytes }: { readonly bytes: Buffer }): { name: string; xml: string; sum: string } {
  const archive = bytes.subarray(bytes.indexOf('PK\u0003\u0004'));
  const fileAt = (at: number) => {
    const [packed, title] = [archive.readUInt32LE(at + 18), archive.readUInt16LE(at + 26)];
    const start = at + 30 + title;
    const content = inflateRawSync(archive.subarray(start, start + packed)).toString();
    return { name: archive.subarray(at + 30, start).toString(), content, end: start + packed };
  };
  const first = fileAt(0);
  return { name: first.name, xml: first.content, sum: fileAt(first.end).content };
}
