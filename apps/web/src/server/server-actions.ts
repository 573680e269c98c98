import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers 404 to whoever asks a page to run a Server Action of Next, and says whether it did. The portal has none: its orders are
 * routes, which check where they come from. Next would look for the action, and write an error for each that it does not find.
 */
export function refusesAction(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.headers['next-action'] === undefined) return false;
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end('Les pages du portail n’exécutent aucune action. / The pages of the portal run no action.\n');
  return true;
}
