import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { BadRequest, sendJson } from './exchange.js';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

export type Handler = (exchange: Exchange) => Promise<unknown> | unknown;

/** Routes written as « METHOD /path ». */
export type Routes = Readonly<Record<string, Handler>>;

/** Answers a request from the table; false when no route has this path. A refusal becomes a JSON sentence. */
export async function route(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = URL.parse(`http://localhost${request.url ?? '/'}`);
  if (!url) return false;
  const handler = routes[`${request.method} ${url.pathname}`];
  if (!handler) return refuseMethod(routes, url.pathname, response);
  try {
    await handler({ request, response, url });
  } catch (error) {
    refuse(response, error);
  }
  return true;
}

function refuseMethod(routes: Routes, path: string, response: ServerResponse): boolean {
  const allowed = Object.keys(routes)
    .filter((key) => key.endsWith(` ${path}`))
    .map((key) => key.split(' ')[0]);
  if (allowed.length === 0) return false;
  response.setHeader('allow', allowed.join(', '));
  sendJson(response, 405, { error: `méthode non prévue / method not allowed: ${allowed.join(', ')}` });
  return true;
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof BadRequest) sendJson(response, error.status, { error: error.message });
  else if (error instanceof z.ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
  else sendJson(response, 500, { error: error instanceof Error ? error.message : 'panne / failure' });
}
