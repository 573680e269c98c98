import { leaveExpired } from '../features/session/leave-page.ts';

/**
 * A ticket for one connection. A session that is over leads to the sign-in page and back.
 * @throws when none can be had now; trying again is useful.
 */
export async function freshTicket(): Promise<string> {
  const answer = await fetch('/direct/ticket', { method: 'POST' });
  if (answer.status === 401) leaveExpired();
  if (!answer.ok) throw new Error(`no ticket: ${answer.status}`);
  const { ticket } = await answer.json();
  return ticket;
}
