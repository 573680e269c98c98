import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TenantKeys } from '@cachet/mailstore';
import { done, type Outcome, parseUuid, refused } from '@cachet/mss-core';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { MailReads } from '../reads/mail-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { AttachmentLinkType } from '../types/letter.js';

/** How long a link serves, milliseconds. */
const LASTING = 5 * 60_000;

/** What a link leads to. */
export interface LinkedPart {
  readonly balId: string;
  readonly messageId: string;
  readonly partId: string;
}

/** Links to attachments for programs that cannot show a token, a browser's own download among them. */
export class AttachmentLinks {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
    private readonly mail: MailReads,
  ) {}

  /** For this session alone, and for minutes. Refuses notFound, balSuspended, readRightMissing. */
  async link(part: LinkedPart): Promise<Outcome<AttachmentLinkType>> {
    const { caller } = this.tenants;
    const { balId, messageId, partId } = part;
    const found = await this.mail.attachmentThere(balId, messageId, partId);
    if (!found.ok) return found;
    if (caller.kind !== 'person') return refused('notFound');
    const keys = await this.#keys(balId);
    if (!keys) return refused('notFound');
    const expiresAt = new Date(this.container.wallClock().getTime() + LASTING);
    const ticket = ticketOf(keys, caller.sessionId, expiresAt, part);
    return done({ url: `/attachments/${balId}/${messageId}/${partId}?ticket=${ticket}`, expiresAt });
  }

  /** Whether that ticket was given to the caller's session, for that part, and still serves. */
  async honours(part: LinkedPart, ticket: string): Promise<boolean> {
    const { caller } = this.tenants;
    const [, sessionId, ms] = TICKET.exec(ticket) ?? [];
    if (caller.kind !== 'person' || caller.sessionId !== sessionId || !ms) return false;
    const expiresAt = new Date(Number(ms));
    if (expiresAt <= this.container.wallClock()) return false;
    const keys = await this.#keys(part.balId);
    return keys !== null && isSame(ticket, ticketOf(keys, sessionId, expiresAt, part));
  }

  async #keys(balId: string): Promise<TenantKeys | null> {
    const readable = await this.bals.readable(balId);
    if (!readable.ok) return null;
    return this.container.safe.keys.for(this.tenants.contextOf(readable.value.tenantId));
  }
}

/** The session that a ticket says it was given to. */
export function sessionOfTicket(ticket: string): string | null {
  const [, session] = TICKET.exec(ticket) ?? [];
  return session ? parseUuid(session) : null;
}

const TICKET = /^([0-9a-f-]{36})\.(\d{13})\.[A-Za-z0-9_-]{43}$/;

function ticketOf(keys: TenantKeys, sessionId: string, expiresAt: Date, part: LinkedPart): string {
  const told = `${sessionId}.${expiresAt.getTime()}`;
  const { balId, messageId, partId } = part;
  const mac = createHmac('sha256', keys.purposeKey('attachment links'))
    .update(JSON.stringify([told, balId, messageId, partId]))
    .digest('base64url');
  return `${told}.${mac}`;
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
