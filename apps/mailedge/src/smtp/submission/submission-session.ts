import {
  type AdmittedRecipient,
  admitOutboundRecipient,
  type BalSessionPorts,
  closeBalSession,
  type LetterWishes,
  MAX_RECIPIENTS,
  type MailPath,
  type OpenedBal,
  type Outcome,
  openBalSession,
  type RecipientWishes,
  type Refusal,
  refused,
  submitMessage,
  type VerifiedPerson,
} from '@cachet/mss-core';
import { type BearerProof, readBearer } from '../../auth/bearer.js';
import type { SignInPace } from '../../auth/sign-in-pace.js';
import type { EntryDeps } from '../ports.js';
import { replyTo, replyToSignIn } from '../refusal-replies.js';
import { receivedField, withFieldsOnTop } from '../trace-header.js';
import type { EntrySession, IncomingMessage, SecuredClient, SignInAnswer, Verdict } from '../wire/entry.js';
import type { MailParameters } from '../wire/mail-parameters.js';
import type { SmtpReply } from '../wire/reply.js';

export interface SubmissionDeps extends EntryDeps, BalSessionPorts {
  /** Refuses authenticationFailed, identityProviderUnavailable. */
  verifyToken(token: string): Promise<Outcome<VerifiedPerson>>;
  /** Shared with every other door that the same people come in by. */
  readonly pace: SignInPace;
}

interface Transaction {
  readonly id: string;
  readonly size: number;
  readonly wishes: LetterWishes;
  readonly recipients: Map<
    string,
    { readonly admitted: AdmittedRecipient; readonly wishes: RecipientWishes }
  >;
  /** Set when the whole letter is refused whatever follows. */
  spoilt: Refusal | null;
}

/** One session of a mail program on the Pro Santé Connect entry (TM5.2P). */
export class SubmissionSession implements EntrySession {
  private client: SecuredClient | null = null;
  private opened: OpenedBal | null = null;
  private transaction: Transaction | null = null;
  /** Name given with EHLO at sign-in, unverified. */
  private program: string | null = null;
  /** Why the connection ended, once it has. */
  private ended: string | null = null;
  private readonly began = performance.now();

  constructor(private readonly deps: SubmissionDeps) {}

  async secured(client: SecuredClient): Promise<Verdict> {
    this.client = client;
    return null;
  }

  // EX_LPS_0900: user and token from the response, token verified by PSC, person entitled to the BAL.
  async signIn(response: string, helo: string): Promise<SignInAnswer> {
    const proof = readBearer('XOAUTH2', response);
    const opened = await this.deps.pace.hold(proof?.address ?? '', async () =>
      proof ? this.open(proof, helo) : refused('authenticationFailed'),
    );
    if (!opened.ok) return this.signInRefused(replyToSignIn(opened.refusal));
    this.opened = opened.value;
    this.program = helo;
    // The client left while it was being let in.
    if (this.ended !== null) await this.closed(this.ended);
    return { ok: true, user: opened.value.bal.address };
  }

  private async open(proof: BearerProof, helo: string): Promise<Outcome<OpenedBal>> {
    const identity = await this.deps.verifyToken(proof.token);
    return openBalSession(this.deps, this.door(this.deps.newId()), {
      address: proof.address,
      identity,
      proof: 'psc',
      needs: 'send',
      facts: {
        authentication: 'XOAUTH2',
        protocol: 'SMTP',
        client: helo,
        remotePort: this.client?.remotePort ?? null,
      },
    });
  }

  async mail(path: MailPath | null, { size, ret, envid }: MailParameters): Promise<Verdict> {
    if (!this.opened) return replyTo(refused('authenticationRequired').refusal);
    const { address } = this.opened.bal;
    if (path?.toLowerCase() !== address) {
      return this.refuse(refused('senderNotAllowed', { address: path ?? '<>' }).refusal);
    }
    const wishes = { ret, envid };
    this.transaction = { id: this.deps.newId(), size, wishes, recipients: new Map(), spoilt: null };
    return null;
  }

  async recipient(path: MailPath, wishes: RecipientWishes): Promise<Verdict> {
    const { opened, deps } = this;
    const transaction = this.transaction;
    if (!transaction || !opened) return replyTo(refused('authenticationRequired').refusal);
    if (transaction.recipients.has(path.toLowerCase())) return null;
    // EX_GBM_4420: the 41st recipient spoils the letter, so that no part of it goes out alone.
    if (transaction.recipients.size >= MAX_RECIPIENTS) {
      transaction.spoilt = refused('tooManyRecipients', { limit: String(MAX_RECIPIENTS) }).refusal;
      return this.refuse(transaction.spoilt);
    }
    const context = { ...opened.context, ...this.door(transaction.id) };
    const admitted = await admitOutboundRecipient(deps, context, opened.bal, path, transaction.size);
    if (!admitted.ok) return this.refuse(admitted.refusal);
    transaction.recipients.set(path.toLowerCase(), { admitted: admitted.value, wishes });
    return null;
  }

  mayReceive(): Verdict {
    const { transaction } = this;
    if (transaction?.spoilt) return { ...replyTo(transaction.spoilt), code: 503, enhanced: '5.5.1' };
    return transaction?.recipients.size ? null : replyTo(refused('noRecipient').refusal);
  }

  async message({ octets }: IncomingMessage): Promise<SmtpReply> {
    const { transaction, opened, client, deps } = this;
    if (!transaction || !opened || !client) return replyTo(refused('authenticationRequired').refusal);
    const { id } = transaction;
    const at = deps.now();
    const { hostname } = deps;
    const field = receivedField({ hostname, helo: null, tls: client.tls, protocol: 'ESMTPSA', id, at });
    const spooled = await deps.spool.receive(withFieldsOnTop(field, octets));
    if (!spooled.ok) return this.refuse(spooled.refusal);
    const message = spooled.value;
    try {
      const acting = { ...opened, context: { ...opened.context, ...this.door(id) } };
      const recipients = [...transaction.recipients.values()].map(({ admitted }) => admitted);
      const outcome = await submitMessage(deps, { opened: acting, recipients, message, at });
      if (!outcome.ok) return this.refuse(outcome.refusal);
      deps.meter.submitted(message.size);
      return { code: 250, enhanced: '2.6.0', text: `Message ${id} queued` };
    } finally {
      await message.dispose();
    }
  }

  reset(): void {
    this.transaction = null;
  }

  async closed(reason: string): Promise<void> {
    const { opened, deps } = this;
    this.ended = reason;
    this.transaction = null;
    this.opened = null;
    if (!opened) return;
    const seconds = Math.round((performance.now() - this.began) / 1000);
    const end = { protocol: 'SMTP', reason, seconds, client: this.program } as const;
    await closeBalSession(deps, this.door(deps.newId()), opened, end);
  }

  private door(correlationId: string) {
    const remoteAddress = this.client?.remoteAddress ?? null;
    return { means: 'submission', at: this.deps.now(), correlationId, remoteAddress } as const;
  }

  private signInRefused(reply: SmtpReply): SignInAnswer {
    this.deps.meter.refused('submission', reply.code);
    return { ok: false, reply };
  }

  private refuse(refusal: Refusal): SmtpReply {
    const reply = replyTo(refusal);
    this.deps.meter.refused('submission', reply.code);
    this.deps.log.info({ code: refusal.code, reply: reply.code, balId: this.opened?.bal.id }, 'refused');
    return reply;
  }
}
