import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { readJson, sendBytes } from '../../http/exchange.js';
import type { World } from '../../world/world.js';
import type { Directory } from '../directory.js';
import type { DeclaredBal } from '../feed-envelope.js';
import type { Moods } from '../moods.js';
import { FHIR_PATH } from '../paths.js';
import { type FhirMood, STATUS_OF_MOOD } from './fhir-moods.js';
import { patchedBy } from './fhir-patch.js';
import { FINESS, type Resource, type ResourceType, RPPS, resourcesOf, TYPES } from './fhir-resources.js';
import { searchBundle } from './fhir-search.js';
import { hostileResources } from './hostile-resources.js';
import { FhirError, operationOutcome } from './operation-outcome.js';

export interface FhirOffice {
  readonly directory: Directory;
  readonly world: Pick<World, 'people' | 'structures'>;
  readonly moods: Moods<FhirMood>;
  /** Each call that comes is told. */
  onCall(): void;
}

const SLOW_MS = 2_000;

/** The FHIR API of the Annuaire: searches, and the PATCH of its draft feeding API. False when the path is not one of its own. */
export async function answerFhir(
  request: IncomingMessage,
  response: ServerResponse,
  office: FhirOffice,
): Promise<boolean> {
  const url = URL.parse(request.url ?? '/', `https://${request.headers.host ?? 'localhost'}`);
  if (!url?.pathname.startsWith(`${FHIR_PATH}/`)) return false;
  office.onCall();
  const mood = office.moods.take();
  try {
    if (await isSpoilt(mood, request, response)) return true;
    const answer = await answered(request, url, office, mood);
    const text = JSON.stringify(answer);
    sendFhir(response, 200, mood === 'truncated' ? text.slice(0, text.length / 2) : text);
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    if (error.status === 429 || error.status === 503) response.setHeader('retry-after', '30');
    sendFhir(response, error.status, JSON.stringify(operationOutcome(error)));
  }
  return true;
}

async function isSpoilt(
  mood: FhirMood | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const refusal = mood && STATUS_OF_MOOD[mood];
  if (refusal) throw new FhirError(...refusal, 'refus simulé / simulated refusal');
  if (mood === 'slow') await pause(SLOW_MS);
  if (mood === 'silent') request.socket.destroy();
  else if (mood === 'html')
    sendBytes(response, 200, 'text/html', Buffer.from('<html><p>Maintenance</p></html>'));
  else if (mood === 'error500') sendBytes(response, 500, 'text/plain', Buffer.from('erreur interne'));
  else if (mood === 'notFhir') sendFhir(response, 200, '{"resourceType":"Bundle","entry":"néant"}');
  else return false;
  return true;
}

async function answered(
  request: IncomingMessage,
  url: URL,
  office: FhirOffice,
  mood: FhirMood | null,
): Promise<object> {
  if (!request.headers['esante-api-key'])
    throw new FhirError(401, 'login', 'ESANTE-API-KEY manque / is missing');
  const [name = '', id] = url.pathname.slice(FHIR_PATH.length + 1).split('/');
  const type = TYPES.find((each) => each === name);
  if (!type) throw new FhirError(404, 'not-supported', `Unknown resource type '${name}'`);
  const all = resourcesOf(office.directory.published, office.world);
  const baseUrl = `${url.origin}${FHIR_PATH}`;
  if (request.method === 'PATCH') return patch(request, url.searchParams, { type, id }, all, office);
  if (request.method !== 'GET' || id)
    throw new FhirError(405, 'not-supported', 'Méthode non prévue / not allowed');
  const bundle = searchBundle(type, all, url.searchParams, baseUrl);
  return mood ? spoiltBundle(bundle, mood, type, url) : bundle;
}

function spoiltBundle(bundle: object, mood: FhirMood, type: ResourceType, url: URL): object {
  if (mood === 'loop') return { ...bundle, link: [{ relation: 'next', url: url.href }] };
  if (mood === 'elsewhere')
    return { ...bundle, link: [{ relation: 'next', url: `https://127.0.0.1:9/fhir/${type}` }] };
  if (mood !== 'hostile') return bundle;
  return {
    ...bundle,
    entry: hostileResources(type).map((resource) => ({ resource, search: { mode: 'match' } })),
  };
}

async function patch(
  request: IncomingMessage,
  query: URLSearchParams,
  { type, id }: { readonly type: ResourceType; readonly id: string | undefined },
  all: readonly Resource[],
  { directory }: FhirOffice,
): Promise<object> {
  if (!/^application\/(?:fhir\+)?json\b/.test(request.headers['content-type'] ?? ''))
    throw new FhirError(415, 'not-supported', 'application/fhir+json attendu / expected');
  const resource = only(all.filter((each) => each.resourceType === type && isMeant(each, id, query)));
  const addresses = resource.telecom.map((telecom) => (telecom as { value: string }).value);
  // Mailboxes on the liste rouge are borne too, though nobody sees them.
  const own = directory.everything.filter(
    (bal) => addresses.includes(bal.address) || isBorne(bal, identityOf(resource, all)),
  );
  const changes = patchedBy(await readJson(request), resource, own, identityOf(resource, all));
  const [refused] = [...changes.values()].flatMap((bal) => (bal ? directory.objections(bal) : []));
  if (refused) throw new FhirError(400, 'business-rule', refused.motive, refused.code);
  directory.change(changes);
  return { ...resource, telecom: undefined };
}

function only(found: readonly Resource[]): Resource {
  const [first, ...others] = found;
  if (!first) throw new FhirError(404, 'not-found', 'Ressource introuvable / no such resource');
  if (others.length > 0) throw new FhirError(412, 'conflict', 'Multiple matches found for conditional PATCH');
  return first;
}

function isMeant(resource: Resource, id: string | undefined, query: URLSearchParams): boolean {
  if (id) return resource.id === id;
  const [system, value] = (query.get('identifier') ?? '').split('|');
  return resource.identifier.some((each) => each.system === system && each.value === value);
}

/** What the bearer of a mailbox is, by the names of a declaration. */
function identityOf(resource: Resource, all: readonly Resource[]): Readonly<Record<string, string>> {
  const by = (one: Resource | undefined, system: string) =>
    one?.identifier.find((each) => each.system === system)?.value ?? '';
  const referred = (name: string) =>
    all.find(
      (one) => `${one.resourceType}/${one.id}` === (resource[name] as { reference?: string })?.reference,
    );
  const person = (one: Resource | undefined) => ({ TypeIdentifiantPP: '8', IdentifiantPP: by(one, RPPS) });
  const place = (one: Resource | undefined) => ({ TypeIdentifiantPM: '1', IdentifiantPM: by(one, FINESS) });
  switch (resource.resourceType) {
    case 'Practitioner': {
      const [name] = resource.name as readonly { family: string; given: readonly string[] }[];
      return { ...person(resource), NomExercice: name?.family ?? '', PrenomExercice: name?.given[0] ?? '' };
    }
    case 'PractitionerRole':
      return { ...person(referred('practitioner')), ...place(referred('organization')) };
    case 'Organization':
      return place(resource);
  }
}

function isBorne({ attributes }: DeclaredBal, identity: Readonly<Record<string, string>>): boolean {
  return ['IdentifiantPP', 'IdentifiantPM'].every(
    (name) => (attributes[name] ?? '') === (identity[name] ?? ''),
  );
}

function sendFhir(response: ServerResponse, status: number, text: string): void {
  sendBytes(response, status, 'application/fhir+json; charset=utf-8', Buffer.from(text));
}
