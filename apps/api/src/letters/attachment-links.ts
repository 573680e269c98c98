import { done, type Outcome, refused } from '@cachet/mss-core';
import type { Container } from '../container.js';
import { type Destination, isGood, LINK_LASTS, ticketOf } from '../links/ticket.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { MailReads } from '../reads/mail-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { AttachmentLinkType } from '../types/letter.js';

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
    const destination = await this.#destination(part);
    if (!destination) return refused('notFound');
    const expiresAt = new Date(this.container.wallClock().getTime() + LINK_LASTS);
    const ticket = ticketOf(caller.sessionId, expiresAt, destination);
    return done({ url: `/attachments/${balId}/${messageId}/${partId}?ticket=${ticket}`, expiresAt });
  }

  /** Whether that ticket was given to the caller's session, for that part, and still serves. */
  async honours(part: LinkedPart, ticket: string): Promise<boolean> {
    const { caller } = this.tenants;
    if (caller.kind !== 'person') return false;
    const destination = await this.#destination(part);
    const now = this.container.wallClock();
    return destination !== null && isGood(ticket, caller.sessionId, now, destination);
  }

  async #destination({ balId, messageId, partId }: LinkedPart): Promise<Destination | null> {
    const readable = await this.bals.readable(balId);
    if (!readable.ok) return null;
    const keys = await this.container.safe.keys.for(this.tenants.contextOf(readable.value.tenantId));
    return { keys, purpose: 'attachment links', path: [balId, messageId, partId] };
  }
}
