import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { zipped } from '../annuaire/report.js';
import { type Credentials, callService } from '../testing/call-service.js';
import { type RunningTrustSpace, runTrustSpace } from '../testing/running-trust-space.js';
import { controlFile } from './file-controls.js';

let space: RunningTrustSpace;
let operator: Credentials;

const DOMAIN = 'labo-essai.mssante.fr';

beforeAll(async () => {
  space = await runTrustSpace();
  const { certFile, keyFile } = space.facts.operator;
  operator = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
});
afterAll(() => space.close());
beforeEach(() =>
  order({
    deposit: 'served',
    report: 'served',
    maxBytes: 70_000_000,
    treatment: 'atOnce',
    failControl: null,
  }),
);

const order = (typed: object) => space.ask(space.facts.sandbox.sipil.control, typed);

/** The month before this one, as SIPIL reckons it. */
function lastMonth(): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris', dateStyle: 'short' });
  const [year = 0, month = 0] = today.format(new Date()).split('-').map(Number);
  return new Date(Date.UTC(year, month - 2, 2)).toISOString().slice(0, 7);
}

const nameOf = (kind: string, domain = DOMAIN) =>
  `${lastMonth().replace('-', '')}_${kind}MSSante_${domain}.csv`;
const ECHANGES = () =>
  `MAIL_ID;EXPEDITEUR;DESTINATAIRE;DATE;TAILLE;INS;CODECDA;NIL\n1;a@${DOMAIN};usager@patient.mssante.fr;${lastMonth()}-02 10:00:00;12;O;34112-3;nil\n`;
const CONNEXIONS = () => `BAL;DATE_DERNIERE_CONNEXION\na@${DOMAIN};\nb@${DOMAIN};1900-01-01 00:00:00\n`;

const sound = () =>
  zipped([
    [nameOf('Echanges'), Buffer.from(ECHANGES())],
    [nameOf('Connexions'), Buffer.from(CONNEXIONS())],
  ]);

function post(content: Buffer, headers: Record<string, string> = {}) {
  const head =
    '--limite\r\nContent-Disposition: form-data; name="file"; filename="stats.zip"\r\nContent-Type: application/zip\r\n\r\n';
  const body = Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--limite--\r\n')]);
  return callService(space.facts.sandbox.sipil.url, space.facts.sandbox.pki.ca, {
    ...{ identity: operator, body },
    headers: { 'content-type': 'multipart/form-data; boundary=limite', ...headers },
  });
}

async function report(id: string): Promise<string> {
  const url = `${space.facts.sipil.url}/getReport?id=${id}`;
  const { bytes } = await callService(url, space.facts.sandbox.pki.ca, { identity: operator });
  if (bytes.subarray(0, 2).toString() !== 'PK') return bytes.toString();
  const start = 30 + bytes.readUInt16LE(26);
  return inflateRawSync(bytes.subarray(start, start + bytes.readUInt32LE(18))).toString();
}

async function deposited(content: Buffer): Promise<string> {
  const { text } = await post(content);
  return /<Id>(\d+)<\/Id>/.exec(text)?.[1] ?? text;
}

const codeOf = (text: string) => Number(/<CodeRetourGlobal>(\d+)</.exec(text)?.[1]);

describe('§6.9.3.2.1: SIPIL', () => {
  it('takes an archive, controls its files and reports, then warns of what it has already', async () => {
    const first = await report(await deposited(sound()));
    expect(codeOf(first)).toBe(0);
    expect(first.match(/<Contrôle>/g)).toHaveLength(21);
    const second = await report(await deposited(sound()));
    expect(second).toContain('<CodeContrôle>10</CodeContrôle><CodeRetour>2</CodeRetour>');
    expect(second).toContain('<CodeContrôle>11</CodeContrôle><CodeRetour>2</CodeRetour>');
    expect(codeOf(second)).toBe(0);
  });

  it('puts segments together in any order, and tells each code of the text', async () => {
    const archive = sound();
    const part = (number: number, total: number, bytes = archive) =>
      post(bytes.subarray((number - 1) * 100, number === total ? undefined : number * 100), {
        ...{ 'File-Part': String(number), 'Total-File-Parts': String(total) },
      }).then(({ text }) => text);
    expect(codeOf(await part(2, 3))).toBe(4);
    expect(codeOf(await part(2, 3))).toBe(5);
    expect(await part(3, 3)).toContain("Depot de la partie de l'archive OK : 3");
    const whole = await part(1, 3);
    expect(codeOf(whole)).toBe(0);
    expect(codeOf(await report(/<Id>(\d+)/.exec(whole)?.[1] ?? ''))).toBe(0);
    expect(codeOf(await part(1, 31))).toBe(6);
    await part(1, 3);
    expect(codeOf(await part(2, 4))).toBe(7);
    expect(codeOf(await part(2, 3))).toBe(4);
    expect(codeOf(await part(4, 3))).toBe(8);
    await part(1, 2);
    await order({ forgetSegments: true });
    expect(codeOf(await part(2, 2))).toBe(4);
  });

  it('tells why it reports nothing, and fails as it is told', async () => {
    expect(codeOf(await report('99999'))).toBe(99);
    expect(codeOf(await report(await deposited(zipped([]))))).toBe(4);
    expect(codeOf(await report(await deposited(sound().subarray(0, 120))))).toBe(5);
    await order({ treatment: 'held' });
    const id = await deposited(sound());
    expect(codeOf(await report(id))).toBe(6);
    await order({ processNow: true });
    expect(codeOf(await report(id))).toBe(0);
    for (const code of [1, 2, 3, 10, 20, 30, 100]) {
      await order({ deposit: { code }, times: 1 });
      expect(codeOf((await post(sound())).text)).toBe(code);
    }
    for (const code of [7, 8, 100]) {
      await order({ report: { code }, times: 1 });
      expect(codeOf(await report(id))).toBe(code);
    }
    await order({ maxBytes: 10 });
    expect(codeOf((await post(sound())).text)).toBe(2);
    await order({ maxBytes: 70_000_000, treatment: 'atOnce', failControl: 7 });
    expect(codeOf(await report(await deposited(sound())))).toBe(2);
  });
});

describe('§9.7.4.4: the controls', () => {
  const world = {
    ...{ domains: new Set([DOMAIN]), now: new Date('2026-12-03T12:00:00Z'), spoilt: null },
    wasAccepted: () => false,
  };
  const E = `202611_EchangesMSSante_${DOMAIN}.csv`;
  const C = `202611_ConnexionsMSSante_${DOMAIN}.csv`;
  const HEAD = 'MAIL_ID;EXPEDITEUR;DESTINATAIRE;DATE;TAILLE;INS;CODECDA;NIL\n';
  const line = `1;a@${DOMAIN};b@x.fr;2026-11-02 10:00:00;12;;;\n`;

  async function broken(name: string, content: string | Buffer): Promise<readonly string[]> {
    async function* bytes() {
      yield Buffer.from(content);
    }
    const found = await controlFile(name, bytes(), world);
    return found
      .filter(({ verdict }) => verdict !== 0)
      .map(({ number, verdict }) => `${number}${verdict === 1 ? '' : 'w'}`);
  }

  it.each([
    ['nothing', E, HEAD + line, []],
    ['its name', 'echanges.csv', HEAD + line, ['1', '7', '8', '9']],
    ['its encoding', E, Buffer.concat([Buffer.from(HEAD), Buffer.from([0xe9, 0x0a])]), ['2', '6']],
    ['its line ends', E, (HEAD + line).replaceAll('\n', '\r\n'), ['3']],
    ['its separator', E, (HEAD + line).replaceAll(';', ','), ['4', '5', '6']],
    ['its fields', E, `${HEAD}${line.slice(0, -1)};x\n`, ['5']],
    ['its header', E, HEAD.toLowerCase() + line, ['6']],
    ['a byte order mark', E, `\ufeff${HEAD}${line}`, ['6']],
    ['a date', E, HEAD + line.replace('2026-11-02', '2026-11-31'), ['7']],
    ['a date of another month', E, HEAD + line.replace('2026-11-02', '2026-10-02'), ['7']],
    ['an INS', E, HEAD + line.replace(';12;', ';12;X'), ['7']],
    ['a patient', E, HEAD + line.replace('b@x.fr', '277076322082910@patient.mssante.fr'), ['7w']],
    ['its domain', E.replace(DOMAIN, 'autre.fr'), HEAD, ['8']],
    ['a month too old by one', E.replace('202611', '202610'), HEAD, ['9w']],
    ['a month too old by four', E.replace('202611', '202607'), HEAD, ['9']],
    ['no date', C, `BAL;DATE_DERNIERE_CONNEXION\na@${DOMAIN};\n`, []],
    ['a null', C, `BAL;DATE_DERNIERE_CONNEXION\na@${DOMAIN};null\n`, ['7']],
    ['a foreign BAL', C, 'BAL;DATE_DERNIERE_CONNEXION\na@autre.fr;\n', ['7', '9']],
  ] as const)('tell %s', async (_, name, content, expected) => {
    expect(await broken(name, content)).toEqual(expected);
  });
});
