import type { Request } from 'express';
import type { Container } from '../container.js';
import type { ApiContext, Desks } from '../context/api-context.js';
import { contextOf, contextOfRequest } from '../context/make-context.js';
import { sessionOfTicket } from '../links/ticket.js';
import { personOfSession } from '../session/authenticate.js';

/**
 * The context of whoever follows a link: the person to whose session its `ticket` was given, when the link still leads there; without one,
 * whoever the request says.
 */
export async function contextOfLink(
  container: Container,
  request: Pick<Request, 'headers' | 'socket' | 'query'>,
  honours: (desks: Desks, ticket: string) => Promise<boolean>,
): Promise<ApiContext> {
  const { ticket } = request.query;
  if (typeof ticket !== 'string') return contextOfRequest(container, request);
  const sessionId = sessionOfTicket(ticket);
  const caller = sessionId && (await personOfSession(container, sessionId));
  const known = contextOf(container, caller || null, request);
  const isTheirs = known.desks !== null && (await honours(known.desks, ticket));
  return isTheirs ? known : contextOf(container, null, request);
}
