import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { z } from 'zod';
import { readBody, readJson, sendBytes, sendJson } from '../http/exchange.js';
import { type Exchange, type Routes, route } from '../http/router.js';
import { type Listening, serveHttp } from '../http/server.js';
import type { Publication } from '../liste-blanche/publication.js';
import type { Igc } from '../pki/igc.js';
import { nationalServiceTls } from '../pki/national-service-tls.js';
import { Directory } from './directory.js';
import { readFeed } from './feed-envelope.js';
import { searchBundle } from './fhir-search.js';
import { ANNUAIRE_CONTROL_PATH, FHIR_PATH, SOAP_PATH } from './paths.js';
import { faultEnvelope, SoapFault, ticketEnvelope } from './soap-fault.js';

export interface Annuaire extends Listening {
  readonly routes: Routes;
}

const orderSchema = z.strictObject({ processNow: z.literal(true) });

/** Annuaire Santé: the SOAP feed with mutual TLS and the FHIR search. Its LDAP door and its report are not simulated. */
export async function startAnnuaire(
  folder: string,
  port: number,
  igc: Igc,
  publication: Publication,
): Promise<Annuaire> {
  const directory = new Directory(folder);
  const doors: Routes = {
    [`POST ${SOAP_PATH}`]: (exchange) => feed(exchange, directory, igc, publication),
    [`GET ${FHIR_PATH}/Practitioner`]: (exchange) => search(exchange, 'Practitioner', directory),
    [`GET ${FHIR_PATH}/Organization`]: (exchange) => search(exchange, 'Organization', directory),
  };
  const listening = await serveHttp(
    port,
    async (request, response) => {
      if (!(await route(doors, request, response))) sendJson(response, 404, { error: 'not found' });
    },
    nationalServiceTls(igc),
  );
  return { ...listening, routes: controlRoutes(directory) };
}

function controlRoutes(directory: Directory): Routes {
  return {
    [`GET ${ANNUAIRE_CONTROL_PATH}`]: ({ response }) =>
      sendJson(response, 200, { feeds: directory.feeds, published: directory.published }),
    [`POST ${ANNUAIRE_CONTROL_PATH}`]: async ({ request, response }) => {
      orderSchema.parse(await readJson(request));
      sendJson(response, 200, { processed: directory.process() });
    },
  };
}

async function feed(
  { request, response }: Exchange,
  directory: Directory,
  igc: Igc,
  publication: Publication,
): Promise<void> {
  try {
    const xml = (await readBody(request)).toString('utf8');
    const certificate =
      request.socket instanceof TLSSocket ? request.socket.getPeerCertificate().raw : undefined;
    const ticket = accept(xml, certificate, directory, igc, publication);
    sendXml(response, 200, ticketEnvelope(ticket));
  } catch (fault) {
    if (!(fault instanceof SoapFault)) throw fault;
    sendXml(response, 500, faultEnvelope(fault));
  }
}

// Référentiel §6.3.1: the certificate of the call decides who speaks, and the liste blanche for which domains.
function accept(
  xml: string,
  certificate: Buffer | undefined,
  directory: Directory,
  igc: Igc,
  publication: Publication,
): string {
  const judgement = igc.judge.judge(certificate);
  if (!judgement.ok) throw new SoapFault('WSMSS18');
  const read = readFeed(xml);
  if (read.issuer !== judgement.dn) throw new SoapFault('WSMSS13');
  if (!read.domains.every((domain) => publication.binds(judgement.dn, domain)))
    throw new SoapFault('WSMSS06');
  return directory.receive(read, judgement.dn, xml);
}

function search(
  { request, response, url }: Exchange,
  resource: 'Practitioner' | 'Organization',
  directory: Directory,
) {
  if (!request.headers['esante-api-key'])
    return sendJson(response, 401, { error: 'ESANTE-API-KEY manque / is missing' });
  const bundle = searchBundle(resource, directory.published, url.searchParams);
  return sendBytes(
    response,
    200,
    'application/fhir+json; charset=utf-8',
    Buffer.from(JSON.stringify(bundle)),
  );
}

function sendXml(response: ServerResponse, status: number, xml: string): void {
  sendBytes(response, status, 'application/soap+xml; charset=utf-8', Buffer.from(xml));
}
