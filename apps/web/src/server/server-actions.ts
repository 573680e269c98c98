import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers 404 to whoever asks a page to run a Server Action of Next, by its header or by a form of several parts, and says whether it did.
 * The portal has none, and no such form: its orders are routes, which check where they come from. Next would look for the action, and
 * write an error for each that it does not find.
 */
export function refusesAction(request: IncomingMessage, response: ServerResponse): boolean {
  if (!asksForAction(request)) return false;
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end('Les pages du portail n’exécutent aucune action. / The pages of the portal run no action.\n');
  return true;
}

function asksForAction({ method, headers }: IncomingMessage): boolean {
  if (headers['next-action'] !== undefined) return true;
  return method === 'POST' && /^\s*multipart\/form-data/i.test(headers['content-type'] ?? '');
}
