import {
  type ActContext,
  admitInboundRecipient,
  admitPeer,
  admitSender,
  type BalRoute,
  domainOfPath,
  type LetterWishes,
  type MailPath,
  type RecipientWishes,
  type Refusal,
  receivedField,
  receiveFromPeer,
  refused,
  returnPathField,
  withFieldsOnTop,
} from '@cachet/mss-core';
import type { CertificateJudge, EntryDeps, JudgedCertificate } from '../ports.js';
import { refusalOfProtocol, replyTo } from '../refusal-replies.js';
import type { EntrySession, IncomingMessage, SecuredClient, Verdict } from '../wire/entry.js';
import type { MailParameters } from '../wire/mail-parameters.js';
import { TOO_MANY_RECIPIENTS } from '../wire/replies.js';
import type { SmtpReply } from '../wire/reply.js';
import { claimedIdentity } from './claimed-identity.js';
import type { PeerWatch } from './peer-watch.js';

export interface MxDeps extends EntryDeps {
  readonly watch: PeerWatch;
  readonly certificates: CertificateJudge;
}

/** BAL one letter may be for; RFC 5321 §4.5.3.1.8 asks for a hundred at least. */
export const MOST_RECIPIENTS = 1000;

const TRACED_IN_TENANT: ReadonlySet<Refusal['code']> = new Set([
  'recipientSuspended',
  'recipientFull',
  'recipientFullForLong',
]);

/** One letter being announced. */
interface Transaction {
  readonly id: string;
  readonly sender: MailPath | null;
  readonly size: number;
  readonly isUtf8: boolean;
  readonly wishes: LetterWishes;
  /** By BAL. */
  readonly recipients: Map<string, { readonly route: BalRoute; readonly wishes: RecipientWishes }>;
}

// EX_3.1_5040: the commands are those of RFC 5321, read by smtp/wire.
/** One session with another operator's connector (TM3.1P), its steps in the order of the reference text. */
export class MxSession implements EntrySession {
  private peer: JudgedCertificate | null = null;
  private client: SecuredClient | null = null;
  private transaction: Transaction | null = null;
  /** The same, or the one that has just ended. */
  private latest: Transaction | null = null;

  constructor(private readonly deps: MxDeps) {}

  // EX_3.1_5030 (3): the certificate's chain, validity and revocation are judged as soon as it is shown.
  async secured(client: SecuredClient): Promise<Verdict> {
    this.client = client;
    if (!client.certificate) return this.refuseClient(refused('certificateMissing').refusal);
    const judged = await this.deps.certificates.judge(client.certificate);
    if (!judged.ok) return this.refuseClient(judged.refusal);
    this.peer = judged;
    return null;
  }

  // EX_3.1_5030 (4, 5, 6): listed DN; sender's domain listed and bound to that DN. A null sender needs a listed DN only.
  async mail(path: MailPath | null, { size, isUtf8, ret, envid }: MailParameters): Promise<Verdict> {
    if (!this.peer || !this.client?.certificate) return replyTo(refused('certificateMissing').refusal);
    // EX_OPE_5050 (B05): a revocation is heard of in the middle of a session too. What was judged is remembered: asking costs microseconds.
    const judged = await this.deps.certificates.judge(this.client.certificate);
    if (!judged.ok) return this.refusePeer(judged.refusal, { sender: path });
    const listeBlanche = this.deps.listeBlanche();
    const admitted =
      path === null
        ? admitPeer(this.peer.dn, listeBlanche)
        : admitSender(this.peer.dn, domainOfPath(path), listeBlanche);
    if (!admitted.ok) return this.refusePeer(admitted.refusal, { sender: path });
    const id = this.deps.newId();
    this.transaction = { id, sender: path, size, isUtf8, wishes: { ret, envid }, recipients: new Map() };
    this.latest = this.transaction;
    return null;
  }

  async recipient(path: MailPath, wishes: RecipientWishes): Promise<Verdict> {
    const { transaction } = this;
    if (!transaction) return replyTo(refused('noRecipient').refusal);
    if (transaction.recipients.size >= MOST_RECIPIENTS) {
      await this.refusePeer(refused('limitReached').refusal, { sender: transaction.sender, recipient: path });
      return TOO_MANY_RECIPIENTS;
    }
    const admitted = await admitInboundRecipient(
      this.deps,
      this.context(transaction.id),
      path,
      transaction.size,
    );
    if (!admitted.ok) return this.refuseRecipient(admitted.refusal, transaction, path);
    transaction.recipients.set(admitted.value.balId, { route: admitted.value, wishes });
    return null;
  }

  mayReceive(): Verdict {
    return this.transaction?.recipients.size ? null : replyTo(refused('noRecipient').refusal);
  }

  async message({ octets, helo }: IncomingMessage): Promise<SmtpReply> {
    const { transaction, peer, client, deps } = this;
    if (!transaction || !peer || !client) return replyTo(refused('noRecipient').refusal);
    const { id, sender } = transaction;
    const context = this.context(id);
    const { hostname } = deps;
    // RFC 6531 §4.3.
    const protocol = transaction.isUtf8 ? 'UTF8SMTPS' : 'ESMTPS';
    const passage = { hostname, helo, tls: client.tls, protocol, id, at: context.at } as const;
    const fields = returnPathField(sender) + receivedField(passage);
    const recipients = [...transaction.recipients.values()].map(({ route }) => route);
    const spooled = await deps.spool.receive(withFieldsOnTop(fields, octets), {
      ...{ sender, helo, remoteAddress: client.remoteAddress },
      recipients: recipients.map(({ address }) => address),
    });
    if (!spooled.ok) return this.refuse(spooled.refusal);
    const message = spooled.value;
    try {
      const origin = { peer: peer.dnText, certificate: peer.fingerprint, tls: client.tls };
      const recipients = [...transaction.recipients.values()].map(({ route, wishes }) => ({
        ...route,
        wishes,
      }));
      const letter = { sender, message, recipients, origin, wishes: transaction.wishes };
      const outcome = await receiveFromPeer(deps, context, letter);
      if (!outcome.ok) return this.refuse(outcome.refusal);
      deps.meter.received(message.size);
      return { code: 250, enhanced: '2.6.0', text: `Message ${id} accepted` };
    } finally {
      await message.dispose();
    }
  }

  // EX_GDT_5040: what is refused by the protocol is traced as what is refused by a rule.
  async turnedAway(reply: SmtpReply): Promise<void> {
    if (!this.peer) return;
    const refusal = refusalOfProtocol(reply);
    const { id, sender } = this.latest ?? { id: this.deps.newId(), sender: null };
    await this.deps.watch.refused(this.context(id), refusal, {
      ...refusal.detail,
      sender,
      reply: reply.code,
    });
  }

  reset(): void {
    this.transaction = null;
  }

  async closed(): Promise<void> {
    this.transaction = null;
  }

  private context(correlationId: string): ActContext {
    return {
      actor: { kind: 'peer', dn: this.peer?.dnText ?? '' },
      means: 'smtp',
      at: this.deps.now(),
      correlationId,
      remoteAddress: this.client?.remoteAddress ?? null,
    };
  }

  /** Suspended and full BAL were traced in their own tenant. */
  private async refuseRecipient(
    refusal: Refusal,
    { sender }: Transaction,
    recipient: MailPath,
  ): Promise<SmtpReply> {
    if (TRACED_IN_TENANT.has(refusal.code)) return this.refuse(refusal);
    const reply = await this.refusePeer(refusal, { sender, recipient });
    if (refusal.code === 'recipientUnknown')
      await this.deps.watch.unknownRecipient(this.peer?.dnText ?? '', sender);
    return reply;
  }

  // EX_GDT_5040: a connector turned away at the door is traced too, with what it claims to be.
  private refuseClient(refusal: Refusal): Promise<SmtpReply> {
    return this.refusePeer(refusal, claimedIdentity(this.client?.certificate ?? null));
  }

  private async refusePeer(
    refusal: Refusal,
    facts: Readonly<Record<string, string | null>>,
  ): Promise<SmtpReply> {
    const context = this.context(this.transaction?.id ?? this.deps.newId());
    await this.deps.watch.refused(context, refusal, { ...refusal.detail, ...facts });
    return this.refuse(refusal);
  }

  private refuse(refusal: Refusal): SmtpReply {
    const { code } = refusal;
    const reply = replyTo(refusal);
    const peer = this.peer?.dnText ?? null;
    this.deps.meter.refused('mx', reply.code);
    this.deps.log.info({ code, reply: reply.code, peer, remote: this.client?.remoteAddress }, 'refused');
    return reply;
  }
}
