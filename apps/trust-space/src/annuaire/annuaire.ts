import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Element } from '@xmldom/xmldom';
import { z } from 'zod';
import { readBody, readJson, sendBytes, sendJson } from '../http/exchange.js';
import { type Exchange, type Routes, route } from '../http/router.js';
import { type Listening, serveHttp } from '../http/server.js';
import type { Publication } from '../liste-blanche/publication.js';
import type { Igc } from '../pki/igc.js';
import { nationalServiceTls } from '../pki/national-service-tls.js';
import type { World } from '../world/world.js';
import { Directory } from './directory.js';
import { directoryRecord } from './directory-record.js';
import { type ExtractionOffice, extractionOrder, extractionRoutes } from './extraction/extraction-doors.js';
import type { ExtractionMood } from './extraction/extraction-moods.js';
import { readFeed } from './feed-envelope.js';
import { answerFhir } from './fhir/fhir-doors.js';
import { type FhirMood, fhirMoodSchema } from './fhir/fhir-moods.js';
import { judgeToken } from './judge-token.js';
import { treeEntry } from './ldap/directory-tree.js';
import { type LdapMood, ldapMoodSchema } from './ldap/ldap-moods.js';
import { startLdap, USUAL_SIZE_LIMIT } from './ldap/ldap-server.js';
import type { MessageNames } from './message-names.js';
import { isFault, type Mood, Moods, moodSchema } from './moods.js';
import { ANNUAIRE_CONTROL_PATH, REPORT_PATH, SOAP_PATH } from './paths.js';
import { archiveOf, type WrittenReport } from './report.js';
import { faultEnvelope, reportEnvelope, SoapFault, ticketEnvelope } from './soap-fault.js';
import { childNamed, readEnvelope, requestIn, textOf } from './xml-reading.js';

export interface Annuaire extends Listening {
  readonly routes: Routes;
}

/** What the two SOAP services share. */
interface Office {
  readonly directory: Directory;
  readonly moods: Moods;
  readonly names: MessageNames;
  readonly igc: Igc;
  readonly publication: Publication;
}

const times = z.number().int().min(1).max(1000).default(1);
const declaredSchema = z.strictObject({
  address: z.string().min(1),
  type: z.enum(['PER', 'ORG', 'APP', 'CAB']),
  attributes: z.record(z.string(), z.string()),
  coholders: z.array(z.record(z.string(), z.string())).default([]),
});
const orderSchema = z.union([
  z.strictObject({ processNow: z.literal(true) }),
  z.strictObject({ fail: moodSchema.nullable(), times }),
  z.strictObject({ failLdap: ldapMoodSchema.nullable(), times }),
  z.strictObject({ failFhir: fhirMoodSchema.nullable(), times }),
  extractionOrder,
  z.strictObject({ ldapSizeLimit: z.number().int().min(1).max(10_000) }),
  z.strictObject({ publish: z.array(declaredSchema).max(10_000) }),
]);

/**
 * Annuaire Santé: the SOAP feed and its report with mutual TLS, judged as §9.7 has it, the FHIR search with its draft feeding, and the LDAP
 * search. Strict unless it is told to fail.
 */
export async function startAnnuaire(
  folder: string,
  ports: { readonly annuaire: number; readonly annuaireLdap: number },
  igc: Igc,
  publication: Publication,
  world: World,
): Promise<Annuaire> {
  const { people, structures, annuaireNames: names } = world;
  const binds = (dn: string, domain: string) => publication.binds(dn, domain);
  const directory = new Directory(folder, { people, structures, binds });
  const office = { directory, moods: new Moods(), names, igc, publication };
  const reading = { ldap: new Moods<LdapMood>(), fhir: new Moods<FhirMood>(), sizeLimit: USUAL_SIZE_LIMIT };
  const asked = { ldap: 0, fhir: 0 };
  const count = (way: keyof typeof asked) => {
    asked[way] += 1;
  };
  const doors: Record<string, Routes[string]> = {
    [`POST ${SOAP_PATH}`]: (exchange) => answer(exchange, office, takeFeed),
    [`POST ${REPORT_PATH}`]: (exchange) => answer(exchange, office, giveReport),
  };
  const extractions: ExtractionOffice = {
    ...{ directory, world, igc, publication, moods: new Moods<ExtractionMood>() },
  };
  Object.assign(doors, extractionRoutes(extractions));
  const fhir = { directory, world, moods: reading.fhir, onCall: () => count('fhir') };
  const listening = await serveHttp(
    ports.annuaire,
    async (request, response) => {
      if (await answerFhir(request, response, fhir)) return;
      if (!(await route(doors, request, response))) sendJson(response, 404, { error: 'not found' });
    },
    nationalServiceTls(igc),
  );
  const ldap = await startLdap(ports.annuaireLdap, {
    entries: () => directory.published.map((bal) => treeEntry(directoryRecord(bal, world))),
    sizeLimit: () => reading.sizeLimit,
    moods: reading.ldap,
    onSearch: () => count('ldap'),
  });
  return {
    ...listening,
    close: async () => void (await Promise.all([listening.close(), ldap.close()])),
    routes: controlRoutes(office, reading, asked, extractions),
  };
}

/** How the two ways of reading go. */
interface Reading {
  readonly ldap: Moods<LdapMood>;
  readonly fhir: Moods<FhirMood>;
  sizeLimit: number;
}

function controlRoutes(
  { directory, moods }: Office,
  reading: Reading,
  asked: object,
  extractions: ExtractionOffice,
): Routes {
  return {
    [`GET ${ANNUAIRE_CONTROL_PATH}`]: ({ response }) =>
      sendJson(response, 200, { feeds: directory.feeds, published: directory.published, asked }),
    [`POST ${ANNUAIRE_CONTROL_PATH}`]: async ({ request, response }) => {
      const order = orderSchema.parse(await readJson(request));
      if ('processNow' in order) return sendJson(response, 200, { processed: directory.process() });
      if ('fail' in order) moods.tell(order.fail, order.times);
      else if ('failLdap' in order) reading.ldap.tell(order.failLdap, order.times);
      else if ('failFhir' in order) reading.fhir.tell(order.failFhir, order.times);
      else if ('failExtraction' in order) extractions.moods.tell(order.failExtraction, order.times);
      else if ('ldapSizeLimit' in order) reading.sizeLimit = order.ldapSizeLimit;
      else directory.publish(order.publish);
      return sendJson(response, 200, 'publish' in order ? { published: order.publish.length } : order);
    },
  };
}

/** A call that was judged, and by what mood it is answered. */
interface Call {
  readonly root: Element;
  readonly xml: string;
  readonly dn: string;
  readonly mood: Mood | null;
}

type Answer = (call: Call, office: Office, response: ServerResponse) => void;

async function answer({ request, response }: Exchange, office: Office, give: Answer): Promise<void> {
  const { names } = office;
  const xml = (await readBody(request)).toString('utf8');
  const mood = office.moods.take();
  if (mood === 'silent') return void request.socket.destroy();
  if (mood === 'html')
    return sendBytes(response, 200, 'text/html', Buffer.from('<html><p>Maintenance</p></html>'));
  if (mood === 'error500') return sendBytes(response, 500, 'text/plain', Buffer.from('erreur interne'));
  try {
    if (mood !== null && isFault(mood)) throw new SoapFault(mood);
    const { socket } = request;
    const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate().raw : undefined;
    give({ ...judged(xml, certificate, office), xml, mood }, office, response);
  } catch (fault) {
    if (!(fault instanceof SoapFault)) throw fault;
    sendXml(response, 500, faultEnvelope(fault, names), names);
  }
}

// Référentiel §6.3.1: the certificate of the call decides who speaks, the token tells the same, and the liste blanche for which domains.
function judged(
  xml: string,
  certificate: Buffer | undefined,
  { igc, names }: Office,
): Pick<Call, 'root' | 'dn'> {
  const judgement = igc.judge.judge(certificate);
  if (!judgement.ok) throw new SoapFault('WSMSS18');
  const root = readEnvelope(xml, names);
  judgeToken(root, judgement.dn, new Date());
  return { root, dn: judgement.dn };
}

function takeFeed(
  { root, xml, dn }: Call,
  { directory, names, publication }: Office,
  response: ServerResponse,
) {
  const feed = readFeed(root, names);
  if (!feed.every(({ domain }) => publication.binds(dn, domain))) throw new SoapFault('WSMSS06');
  sendXml(response, 200, ticketEnvelope(directory.receive(feed, dn, xml), names), names);
}

const BOUNDARY = 'cr-alimentation';

function giveReport({ root, dn, mood }: Call, { directory, names }: Office, response: ServerResponse): void {
  const ticket = textOf(childNamed(requestIn(root, names.report), names.ticket));
  const archive = archiveIn(directory.reportOf(ticket, dn), mood);
  const parts = [
    `--${BOUNDARY}\r\nContent-Type: application/xop+xml; charset=utf-8\r\n\r\n${reportEnvelope(ticket, names)}\r\n`,
    `--${BOUNDARY}\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: binary\r\n\r\n`,
  ].map((part) => Buffer.from(part));
  const [message = Buffer.alloc(0), head = Buffer.alloc(0)] = parts;
  const body = Buffer.concat([message, head, archive, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
  sendBytes(response, 200, `multipart/related; type="application/xop+xml"; boundary="${BOUNDARY}"`, body);
}

/** A report, right unless it was told to go wrong. */
function archiveIn(report: WrittenReport, mood: Mood | null): Buffer {
  switch (mood) {
    case 'reportTruncated':
      return archiveOf(report).subarray(0, 200);
    case 'reportOfAnotherTicket':
      return archiveOf({ ...report, name: report.name.replace(/_.*_/, '_un-autre-ticket_') });
    case 'reportWithWrongSum':
      return archiveOf(report, '0'.repeat(64));
    default:
      return archiveOf(report);
  }
}

function sendXml(response: ServerResponse, status: number, xml: string, { soapVersion }: MessageNames): void {
  const type = soapVersion === '1.2' ? 'application/soap+xml' : 'text/xml';
  sendBytes(response, status, `${type}; charset=utf-8`, Buffer.from(xml));
}
