import {
  type AdmittedRecipient,
  admitOutboundRecipient,
  type BalSessionPorts,
  closeBalSession,
  completionOf,
  type LetterWishes,
  MAX_RECIPIENTS,
  type MailPath,
  type OpenedBal,
  type Outcome,
  openBalSession,
  type RecipientWishes,
  type Refusal,
  recheckBalSession,
  refused,
  takeLetter,
  traceTurnedAway,
} from '@cachet/mss-core';
import type { Claim } from '../../auth/claim.js';
import type { SignInPace } from '../../auth/sign-in-pace.js';
import type { EntryDeps } from '../ports.js';
import { refusalOfProtocol, replyTo, replyToSignIn } from '../refusal-replies.js';
import type { EntrySession, IncomingMessage, SecuredClient, SignInAnswer, Verdict } from '../wire/entry.js';
import type { MailParameters } from '../wire/mail-parameters.js';
import type { SmtpReply } from '../wire/reply.js';
import type { Claims } from './claims.js';

export interface SubmissionDeps extends EntryDeps, Omit<BalSessionPorts, 'routing'> {
  /** Shared with every other door that the same people come in by. */
  readonly pace: SignInPace;
  /** Where the portal is, for whoever has something to do there first. */
  readonly portalUrl: string | null;
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

/** One session of a mail program on one of the submission entries (TM5.2P, TM5.4P). */
export class SubmissionSession implements EntrySession {
  private client: SecuredClient | null = null;
  private opened: OpenedBal | null = null;
  private transaction: Transaction | null = null;
  /** Name given with EHLO at sign-in, unverified. */
  private program: string | null = null;
  /** What the session itself answered last of what it refused. */
  private refused: SmtpReply | null = null;
  /** Why the connection ended, once it has. */
  private ended: string | null = null;
  private readonly began = performance.now();

  constructor(
    private readonly deps: SubmissionDeps,
    private readonly claims: Claims,
  ) {}

  async secured(client: SecuredClient): Promise<Verdict> {
    this.client = client;
    return null;
  }

  // EX_LPS_0900, EX_LPS_1200: the proof is judged, then whoever it names must be entitled to the BAL.
  async signIn(mechanism: string, response: string, helo: string): Promise<SignInAnswer> {
    const claim = this.client && this.claims.read(mechanism, response, this.client);
    const opened = await this.deps.pace.hold(claim?.address ?? '', async () =>
      claim ? this.open(claim, helo) : refused('authenticationFailed'),
    );
    if (!opened.ok) return this.signInRefused(replyToSignIn(opened.refusal, this.deps.portalUrl));
    this.opened = opened.value;
    this.program = helo;
    // The client left while it was being let in.
    if (this.ended !== null) await this.closed(this.ended);
    return { ok: true, user: opened.value.bal.address };
  }

  private async open(claim: Claim, helo: string): Promise<Outcome<OpenedBal>> {
    return openBalSession(this.deps, this.door(this.deps.newId()), {
      ...(await claim.prove()),
      address: claim.address,
      needs: 'send',
      facts: {
        ...claim.facts,
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
    const lost = await this.lost(this.opened);
    if (lost) return this.refuse(lost);
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
    const lost = await this.claims.objection(client);
    if (lost) return this.refuse(lost);
    const { id, recipients, wishes } = transaction;
    const at = deps.now();
    const taken = await takeLetter(deps, {
      opened: { ...opened, context: { ...opened.context, ...this.door(id) } },
      recipients: [...recipients.values()].map(({ admitted, wishes: own }) => ({ ...admitted, wishes: own })),
      octets,
      completion: completionOf(opened, {
        ...{ hostname: deps.hostname, helo: null, tls: client.tls, protocol: 'ESMTPSA', id, at },
      }),
      at,
      wishes,
    });
    if (!taken.ok) return this.refuse(taken.refusal);
    deps.meter.submitted(taken.value.size);
    return { code: 250, enhanced: '2.6.0', text: `Message ${id} queued` };
  }

  // EX_GDT_5040: what is refused by the protocol is traced as what is refused by a rule.
  async turnedAway(reply: SmtpReply): Promise<void> {
    const { opened, deps } = this;
    const refusal = refusalOfProtocol(reply);
    if (reply !== this.refused) this.count(refusal, reply);
    if (!opened) return;
    const context = { ...opened.context, ...this.door(this.transaction?.id ?? deps.newId()) };
    await traceTurnedAway(deps.rooms, context, opened.bal, refusal, reply.code);
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

  /** What took away, within the session, the proof it was opened with or the right it gave. */
  private async lost(opened: OpenedBal): Promise<Refusal | null> {
    const objection = this.client && (await this.claims.objection(this.client));
    if (objection) return objection;
    const entitled = await recheckBalSession(this.deps, this.deps.now(), opened);
    if (!entitled.ok) return entitled.refusal;
    // EX_GBM_5411: a delegate sends only with the right to send, for as long as it lasts.
    return entitled.value.rights.maySend ? null : refused('sendRightMissing').refusal;
  }

  private signInRefused(reply: SmtpReply): SignInAnswer {
    this.deps.meter.refused('submission', reply.code);
    return { ok: false, reply };
  }

  private refuse(refusal: Refusal): SmtpReply {
    const reply = replyTo(refusal);
    this.count(refusal, reply);
    this.refused = reply;
    return reply;
  }

  private count({ code }: Refusal, reply: SmtpReply): void {
    this.deps.meter.refused('submission', reply.code);
    this.deps.log.info({ code, reply: reply.code, balId: this.opened?.bal.id }, 'refused');
  }
}
