import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TenantKeys } from '@cachet/mailstore';
import { parseUuid } from '@cachet/mss-core';

/** How long a link serves, milliseconds. */
export const LINK_LASTS = 5 * 60_000;

const TICKET = /^([0-9a-f-]{36})\.(\d{13})\.[A-Za-z0-9_-]{43}$/;

/** What a ticket leads to, in words: of one purpose of one tenant. */
export interface Destination {
  readonly keys: TenantKeys;
  readonly purpose: string;
  readonly path: readonly string[];
}

/** The proof that a link was given to that session: for one destination and until that moment. */
export function ticketOf(sessionId: string, expiresAt: Date, { keys, purpose, path }: Destination): string {
  const told = `${sessionId}.${expiresAt.getTime()}`;
  const mac = createHmac('sha256', keys.purposeKey(purpose))
    .update(JSON.stringify([told, ...path]))
    .digest('base64url');
  return `${told}.${mac}`;
}

/** The session that a ticket says it was given to. */
export function sessionOfTicket(ticket: string): string | null {
  const [, session] = TICKET.exec(ticket) ?? [];
  return session ? parseUuid(session) : null;
}

/** Whether that ticket was given to that session, for there, and still serves. */
export function isGood(ticket: string, sessionId: string, now: Date, destination: Destination): boolean {
  const [, session, ms] = TICKET.exec(ticket) ?? [];
  if (session !== sessionId || !ms) return false;
  const expiresAt = new Date(Number(ms));
  return expiresAt > now && isSame(ticket, ticketOf(sessionId, expiresAt, destination));
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
