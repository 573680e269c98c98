import type { Request } from 'express';
import type { Container } from '../container.js';
import type { PersonCaller } from '../context/caller.js';
import { contextOf } from '../context/make-context.js';
import { type LinkedPart, sessionOfTicket } from '../letters/attachment-links.js';
import { personOfSession } from '../session/authenticate.js';

/** The person to whose session that link was given; null when it leads nowhere any more. */
export async function bearerOfLink(
  container: Container,
  request: Pick<Request, 'headers' | 'socket'>,
  part: LinkedPart,
  ticket: string,
): Promise<PersonCaller | null> {
  const sessionId = sessionOfTicket(ticket);
  const caller = sessionId && (await personOfSession(container, sessionId));
  if (!caller) return null;
  const { desks } = contextOf(container, caller, request);
  return (await desks?.attachmentLinks.honours(part, ticket)) ? caller : null;
}
