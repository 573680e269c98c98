import {
  BY_FINESS,
  BY_RPPS,
  type Declaration,
  type DeclaredDomain,
  declareInternalPer,
  declareNationalPer,
  declareOfStructure,
  type FedMailbox,
  type FeedReport,
} from '@cachet/mss-core/annuaire';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ByteAnswer, type ByteRequest, FetchFailure } from '../http/fetch-bytes.js';
import { FhirPublication } from './fhir-publication.js';

const DOMAIN = 'ch.mssante.fr';
const ACCESS = { baseUrl: 'https://fhir.example/fhir/v2', apiKey: 'une-cle' };
const JEANNE = {
  typeIdentifiantPP: BY_RPPS,
  identifiantPP: '99900000025',
  nomExercice: 'MOREAU',
  prenomExercice: 'Jeanne',
} as const;
const HOSPITAL = { typeIdentifiantPM: BY_FINESS, identifiantPM: '019999901' } as const;
const at = (name: string, isOnListeRouge = false) => ({ adresseBal: `${name}@${DOMAIN}`, isOnListeRouge });
const person = (name: string, isRed = false) =>
  declareNationalPer({ ...at(name, isRed), ...JEANNE }, HOSPITAL);
const service = (name: string, description = 'Cardiologie') =>
  declareOfStructure(
    { ...at(name), typeBal: 'ORG', responsable: 'Jeanne MOREAU', description, serviceRattachement: null },
    HOSPITAL,
  );
const feed = (...declarations: Declaration[]): DeclaredDomain => ({
  domain: DOMAIN,
  entries: declarations.map((declaration) => ({
    ...{ balId: declaration.adresseBal, declaration, rank: null },
    findings: { broken: [], isBlocked: false, breaksMessage: false, unchecked: [] } as never,
  })),
});

describe('the FHIR adapter of the publication, off by default', () => {
  let fed: Map<string, FedMailbox>;
  let reports: Map<string, FeedReport>;
  let calls: string[];
  let answers: (operation: { type: string; path: string; url: URL }) => Partial<ByteAnswer> | Error;
  let publication: FhirPublication;

  const fetch = async (request: ByteRequest): Promise<ByteAnswer> => {
    const [{ part }] = JSON.parse(Buffer.from(request.body ?? []).toString()).parameter;
    const said = { type: part[0].valueCode, path: part[1].valueString, url: new URL(request.url) };
    const who = `${said.url.pathname.split('/').at(-1)}?${said.url.searchParams.get('identifier')?.split('|')[1]}`;
    calls.push(
      `${said.type} ${who} ${/'(.*?)'/.exec(said.path)?.[1]?.split('@')[0] ?? part[3].valueContactPoint.value.split('@')[0]}`,
    );
    const answer = answers(said);
    if (answer instanceof Error) throw answer;
    return { status: 200, headers: {}, body: Buffer.from('{"resourceType":"Practitioner"}'), ...answer };
  };
  beforeEach(() => {
    fed = new Map();
    reports = new Map();
    calls = [];
    answers = () => ({});
    const memory = {
      fed: async () => new Map(fed),
      keep: async (_: string, mailbox: FedMailbox) => void fed.set(mailbox.address, mailbox),
      forget: async (_: string, address: string) => void fed.delete(address),
      keepReport: async (report: FeedReport) => void reports.set(report.ticket, report),
      report: async (ticket: string) => reports.get(ticket) ?? null,
    };
    publication = new FhirPublication(ACCESS, memory, () => `t${reports.size}`, fetch);
  });

  const outcome = (status: number, code: string, control?: string) => ({
    status,
    body: Buffer.from(
      JSON.stringify({
        resourceType: 'OperationOutcome',
        issue: [{ code, details: { text: 'motif', ...(control && { coding: [{ code: control }] }) } }],
      }),
    ),
  });
  async function publish(...declarations: Declaration[]) {
    calls = [];
    const given = await publication.send([feed(...declarations)]);
    if (given.kind !== 'ticket') return given;
    const told = await publication.report(given.ticket);
    return told.kind === 'report' ? told.report.domains[0] : told;
  }

  it('feeds each resource by its business identifier, and afterwards what differs alone', async () => {
    expect(await publish(person('jeanne'), service('cardio'))).toMatchObject({
      ...{ domain: DOMAIN, anomalies: [] },
      counts: { read: 2, created: 2, changed: 0, removed: 0, different: 2, blocked: 0 },
    });
    expect(calls.toSorted()).toEqual([
      ...['insert Organization?019999901 cardio', 'insert Practitioner?899900000025 jeanne'],
    ]);
    await publish(person('jeanne'), service('cardio'));
    expect(calls).toEqual([]);
    expect(await publish(person('jeanne', true), service('cardio', 'Urgences'))).toMatchObject({
      counts: { changed: 2 },
    });
    expect(calls.every((call) => call.startsWith('replace'))).toBe(true);
    expect(await publish(service('cardio', 'Urgences'))).toMatchObject({ counts: { removed: 1, read: 1 } });
    expect(calls).toEqual(['delete Practitioner?899900000025 jeanne']);
  });

  it('takes a mailbox from one bearer to another', async () => {
    await publish(person('partagee'));
    await publish(service('partagee'));
    expect(calls).toEqual([
      ...['delete Practitioner?899900000025 partagee', 'insert Organization?019999901 partagee'],
    ]);
  });

  it('goes on where it was cut: what was done is known, and done twice it is the same', async () => {
    answers = ({ path }) => (path.startsWith('Organization') ? new FetchFailure('reset') : {});
    expect(await publish(person('jeanne'), service('cardio'))).toMatchObject({
      ...{ kind: 'fault', code: 'away', cure: 'retryTonight' },
    });
    expect([...fed.keys()]).toEqual([`jeanne@${DOMAIN}`]);
    // The service had taken the other before the line was cut.
    answers = ({ type }) => (type === 'insert' ? outcome(400, 'duplicate') : {});
    expect(await publish(person('jeanne'), service('cardio'))).toMatchObject({
      counts: { created: 1 },
      anomalies: [],
    });
    expect(calls).toEqual(['insert Organization?019999901 cardio', 'replace Organization?019999901 cardio']);
    answers = () => outcome(404, 'not-found');
    expect(await publish()).toMatchObject({ counts: { removed: 2 }, anomalies: [] });
  });

  it('tells each refusal with the code of the same control by SOAP, and tries that BAL again the next time', async () => {
    answers = ({ path }) =>
      path.startsWith('Practitioner') ? outcome(404, 'not-found') : outcome(400, 'business-rule', 'MSS028');
    const internal = declareInternalPer(
      {
        ...at('interne'),
        nomExercice: 'X',
        prenomExercice: 'Y',
        civiliteExercice: null,
        profession: '60',
        specialite: null,
        serviceRattachement: null,
      },
      HOSPITAL,
    );
    const told = await publish(person('jeanne'), service('cardio'), internal);
    expect(told).toMatchObject({ counts: { created: 0, blocked: 3 } });
    expect(
      told &&
        'anomalies' in told &&
        told.anomalies.map(({ address, code }) => `${address?.split('@')[0]} ${code}`).toSorted(),
    ).toEqual([...['cardio MSS028', 'interne FHIR-BEARER', 'jeanne MSS008']]);
    answers = () => ({});
    expect(await publish(person('jeanne'), service('cardio'))).toMatchObject({ counts: { created: 2 } });
  });

  it.each<[string, Partial<ByteAnswer> | Error, string, string]>([
    ['401', { status: 401 }, 'refusedKey', 'tellOperator'],
    ['403', { status: 403 }, 'refusedKey', 'tellOperator'],
    ['429', { status: 429 }, 'throttled', 'retryTonight'],
    ['503', { status: 503 }, 'away', 'retryTonight'],
    ['HTML', { body: Buffer.from('<html>') }, 'notFhir', 'retryTonight'],
    ['nothing', new FetchFailure('no answer within 30000 ms'), 'away', 'retryTonight'],
  ])('is a fault with its cure when the service answers %s', async (_, answer, code, cure) => {
    answers = () => answer;
    expect(await publish(person('jeanne'))).toMatchObject({ kind: 'fault', code, cure });
    expect([fed.size, reports.size]).toEqual([0, 0]);
  });

  it('knows no report of another ticket', async () => {
    expect(await publication.report('autre')).toMatchObject({ kind: 'fault', code: 'unknownTicket' });
  });
});
