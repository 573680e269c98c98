import { isWithin } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import type { Container } from '../container.js';
import { actOf } from '../context/caller.js';
import { doorOf } from '../context/make-context.js';
import type { Points } from '../gate/points.js';
import { authenticate } from '../session/authenticate.js';
import { chosen, readChoice } from './choose-attributes.js';
import { resourceTypes, schemas, serviceProvider } from './discovery.js';
import { patchedGroup, readGroup } from './group-attributes.js';
import { patchedUser } from './patch-user.js';
import { costOf, Purse } from './purse.js';
import { readPatch } from './read-patch.js';
import { readGroupQuery, readUserQuery, readWindow } from './read-query.js';
import { ScimDesk } from './scim-desk.js';
import { faultOf, notRead, ScimFault } from './scim-fault.js';
import { type Resource, showGroup, showList, showUser } from './show-resource.js';
import { readId, readUser } from './user-attributes.js';

const MEDIA_TYPE = 'application/scim+json';
const LARGEST_BODY = '1mb';

interface Served {
  readonly desk: ScimDesk;
  readonly base: string;
  readonly purse: Purse;
}

/** What an answer carries beside a resource. */
interface Shown {
  readonly status?: number;
  readonly resource: Resource;
}

/**
 * SCIM 2.0 (RFC 7643, RFC 7644) at `/scim/v2`, for the directory of the structure whose key is presented. Everything is said in the words of
 * SCIM, faults too.
 */
export function scimRoutes(container: Container, points: Points): Router {
  const router = Router();
  discover(router, container);
  router.use(async (request, response, next) => {
    response.locals.served = await served(container, points, request, response);
    next();
  });
  router.use(takeBody);
  router.use(express.json({ type: () => true, limit: LARGEST_BODY }));
  serveUsers(router);
  serveGroups(router);
  // RFC 7644 §3.11
  router.all('/Me', () => {
    throw new ScimFault(501, null, 'Cette adresse n’est pas servie.', 'This address is not served.');
  });
  router.use(() => {
    throw faultOf({ code: 'notFound', detail: {} });
  });
  router.use(sayFault(container));
  return router;
}

/** Nothing here is a tenant's: who is not known yet may read how to come (RFC 7643 §5). */
function discover(router: Router, container: Container): void {
  const list = (all: readonly Resource[], request: Request) => {
    // RFC 7644 §4
    if (request.query.filter !== undefined) throw faultOf({ code: 'forbidden', detail: {} });
    return showList(all, all.length, 1);
  };
  router.get('/ServiceProviderConfig', (request, response) =>
    answer(request, response, { resource: serviceProvider(baseOf(container, request)) }),
  );
  for (const [path, of] of [
    ['/ResourceTypes', resourceTypes],
    ['/Schemas', schemas],
  ] as const) {
    router.get(path, (request, response) =>
      answer(request, response, { resource: list(of(baseOf(container, request)), request) }),
    );
    router.get(`${path}/:id`, (request, response) => {
      const resource = of(baseOf(container, request)).find(({ id }) => id === request.params.id);
      if (!resource) throw faultOf({ code: 'notFound', detail: {} });
      answer(request, response, { resource });
    });
  }
}

function serveUsers(router: Router): void {
  router.get('/Users', async (request, response) => {
    const { desk, base, purse } = servedBy(response);
    const window = readWindow(request.query.startIndex, request.query.count);
    const { rows, total } = await desk.users(readUserQuery(request.query.filter), window);
    purse.giveBack(window.limit - rows.length);
    const choice = choiceOf(request);
    const shown = rows.map((user) => chosen(showUser(base, user), choice));
    answer(request, response, { resource: showList(shown, total, window.skip + 1) });
  });
  router.post('/Users', async (request, response) => {
    const { desk, base } = servedBy(response);
    const user = await desk.addUser(readUser(request.body, null));
    answer(request, response, { status: 201, resource: showUser(base, user) });
  });
  router.get('/Users/:id', async (request, response) => {
    const { desk, base } = servedBy(response);
    answer(request, response, { resource: showUser(base, await desk.user(idOf(request))) });
  });
  router.put('/Users/:id', async (request, response) => {
    const { desk, base } = servedBy(response);
    const user = await desk.changeUser(idOf(request), versionsOf(request), (now) =>
      readUser(request.body, now),
    );
    answer(request, response, { resource: showUser(base, user) });
  });
  router.patch('/Users/:id', async (request, response) => {
    const { desk, base } = servedBy(response);
    const changes = readPatch(request.body);
    const user = await desk.changeUser(idOf(request), versionsOf(request), (now) =>
      patchedUser(now, changes),
    );
    answer(request, response, { resource: showUser(base, user) });
  });
  router.delete('/Users/:id', async (request, response) => {
    await servedBy(response).desk.removeUser(idOf(request), versionsOf(request));
    response.status(204).end();
  });
}

function serveGroups(router: Router): void {
  router.get('/Groups', async (request, response) => {
    const { desk, base, purse } = servedBy(response);
    const { skip, limit } = readWindow(request.query.startIndex, request.query.count);
    const choice = choiceOf(request);
    const all = await desk.groups(readGroupQuery(request.query.filter), !choice.unwanted.includes('members'));
    const rows = all.slice(skip, skip + limit);
    purse.giveBack(limit - rows.length);
    const shown = rows.map((group) => chosen(showGroup(base, group), choice));
    answer(request, response, { resource: showList(shown, all.length, skip + 1) });
  });
  router.post('/Groups', async (request, response) => {
    const { desk, base } = servedBy(response);
    const group = await desk.addGroup(readGroup(request.body));
    answer(request, response, { status: 201, resource: showGroup(base, group) });
  });
  router.get('/Groups/:id', async (request, response) => {
    const { desk, base } = servedBy(response);
    answer(request, response, { resource: showGroup(base, await desk.group(idOf(request))) });
  });
  router.put('/Groups/:id', async (request, response) => {
    const { desk, base } = servedBy(response);
    const group = await desk.changeGroup(idOf(request), versionsOf(request), () => readGroup(request.body));
    answer(request, response, { resource: showGroup(base, group) });
  });
  router.patch('/Groups/:id', async (request, response) => {
    const { desk, base } = servedBy(response);
    const changes = readPatch(request.body);
    const group = await desk.changeGroup(idOf(request), versionsOf(request), (now) =>
      patchedGroup(now, changes),
    );
    answer(request, response, { resource: showGroup(base, group) });
  });
  router.delete('/Groups/:id', async (request, response) => {
    await servedBy(response).desk.removeGroup(idOf(request), versionsOf(request));
    response.status(204).end();
  });
}

/** Who calls is known, and pays, before anything of a body is read. @throws ScimFault */
async function served(
  container: Container,
  points: Points,
  request: Request,
  response: Response,
): Promise<Served> {
  const door = doorOf(container, request);
  const caller = await authenticate(container, request.headers.authorization, door.remoteAddress);
  if (caller?.kind !== 'partner') throw faultOf({ code: 'authenticationRequired', detail: {} });
  const purse = new Purse(points, caller, response);
  purse.spend(costOf(request));
  return {
    desk: new ScimDesk(container, actOf(caller, door), caller.tenantId),
    base: baseOf(container, request),
    purse,
  };
}

function servedBy(response: Response): Served {
  return response.locals.served as Served;
}

/** RFC 7644 §3.1, §8.1. @throws ScimFault */
function takeBody(request: Request, _response: Response, next: () => void): void {
  const type = request.is([MEDIA_TYPE, 'application/json']);
  // Null: there is no body.
  if (type === false) throw new ScimFault(415, null, `Envoyez du ${MEDIA_TYPE}.`, `Send ${MEDIA_TYPE}.`);
  next();
}

/** A resource as it was chosen, with its entity tag; nothing when it is the one that the caller has. */
function answer(request: Request, response: Response, { status = 200, resource }: Shown): void {
  const { meta } = resource as { meta?: { version?: string; location?: string } };
  response.set({ 'cache-control': 'no-store', 'content-type': `${MEDIA_TYPE}; charset=utf-8` });
  if (meta?.version) response.set('etag', meta.version);
  if (status === 201 && meta?.location) response.set('location', meta.location);
  const known = tagsIn(request.headers['if-none-match']);
  if (request.method === 'GET' && meta?.version && known?.includes(meta.version))
    return void response.status(304).end();
  // What is chosen among is a resource's attributes, not those of a list.
  const shown = meta ? chosen(resource, choiceOf(request)) : resource;
  response.status(status).send(JSON.stringify(shown));
}

function choiceOf({ query }: Request) {
  return readChoice(query.attributes, query.excludedAttributes);
}

function idOf({ params }: Request): string {
  const id = readId(params.id);
  if (id === null) throw faultOf({ code: 'notFound', detail: {} });
  return id;
}

/** RFC 7644 §3.14, RFC 7232 §3.1: the versions that may be changed; null for whichever. */
function versionsOf({ headers }: Request): readonly string[] | null {
  const tags = tagsIn(headers['if-match']);
  return tags && !tags.includes('*') ? tags.map(versionOf) : null;
}

function tagsIn(header: string | undefined): readonly string[] | null {
  return header === undefined ? null : header.split(',').map((tag) => tag.trim());
}

/** What is no entity tag of ours is the version of nothing. */
function versionOf(tag: string): string {
  return /^(?:W\/)?"([^"]*)"$/.exec(tag)?.[1] ?? '';
}

/** Where the caller reached us; a proxy of ours says by which scheme. */
function baseOf({ proxies }: Container, { headers, socket, baseUrl }: Request): string {
  const isOurs = proxies.length > 0 && isWithin(proxies, socket.remoteAddress ?? null);
  const scheme = isOurs && headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  const host = /^[\w.:[\]-]{1,255}$/.test(headers.host ?? '') ? headers.host : 'localhost';
  return `${scheme}://${host}${baseUrl}`;
}

function sayFault({ logger }: Container): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const fault = error instanceof ScimFault ? error : faultOfBody(error);
    if (fault) return say(response, fault);
    const reference = newId();
    logger.error({ err: error, correlationId: reference, method: request.method }, 'SCIM request failed');
    say(
      response,
      new ScimFault(
        500,
        null,
        `Une erreur interne est survenue (référence ${reference}).`,
        `An internal error occurred (reference ${reference}).`,
      ),
    );
  };
}

function say(response: Response, fault: ScimFault): void {
  if (fault.status === 401) response.set('www-authenticate', 'Bearer realm="cachet"');
  response.set({ 'cache-control': 'no-store', 'content-type': `${MEDIA_TYPE}; charset=utf-8` });
  response.status(fault.status).send(JSON.stringify(fault.body));
}

/** A body that is too large, or is not JSON. */
function faultOfBody(error: unknown): ScimFault | null {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  return status === 413
    ? new ScimFault(413, null, 'La requête dépasse 1 Mo.', 'The request exceeds 1 MB.')
    : notRead('JSON');
}
