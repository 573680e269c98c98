import { type MailSafe, PgFolders, Uploads } from '@cachet/mailstore';
import {
  type AdmittedRecipient,
  ANSWERED,
  admitOutboundRecipient,
  type BalSessionPorts,
  completionOf,
  done,
  type Flag,
  type MailPath,
  messageIds,
  type OpenedBal,
  type Outcome,
  parseFlag,
  refused,
  takeLetter,
  uidSetOf,
} from '@cachet/mss-core';
import { claimedBy, PgBalStore, PgJournal, PgRouting, PgSending, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { LocatedMessage } from '../reads/located.js';
import type { MailReads } from '../reads/mail-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { LetterInput, SentLetterType } from '../types/letter.js';
import { type ComposedLetter, composeLetter, type Enclosure } from './compose-letter.js';
import { distinct, type LetterRequest, readLetter, sendingRequestOf } from './letter-request.js';

const FORWARDED = parseFlag('$Forwarded') as Flag;

/** The letters of one's own BAL that a letter speaks of. */
interface Related {
  readonly answered: LocatedMessage | null;
  readonly forwarded: LocatedMessage | null;
}

/** Letters that a person writes here, sent through the very use case of those that mail programs submit. */
export class LetterDesk {
  readonly #uploads: Uploads;

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
    private readonly mail: MailReads,
  ) {
    this.#uploads = new Uploads(container.database, container.safe);
  }

  /**
   * Refuses notFound, balNotOpen, balSuspended, sendRightMissing, readRightMissing (of what it answers or forwards), inputInvalid,
   * addressMalformed, uploadUnknown, idempotencyKeyReused, as `admitOutboundRecipient` and as `takeLetter`.
   */
  async send(balId: string, input: LetterInput, clientMutationId: string): Promise<Outcome<SentLetterType>> {
    const { caller } = this.tenants;
    const opened = await this.bals.opened(balId);
    if (!opened.ok) return opened;
    // EX_GBM_5411: a delegate sends only with the right to send.
    if (!opened.value.rights.maySend) return refused('sendRightMissing');
    if (caller.kind !== 'person') return refused('notFound');
    const letter = readLetter(input);
    if (!letter.ok) return letter;
    const keys = await this.container.safe.keys.for(opened.value.context);
    const { uploadIds } = letter.value;
    const request = sendingRequestOf(keys, caller.idNat, clientMutationId, letter.value, uploadIds);
    if (!request.ok) return request;
    const former = await this.#in(opened.value, (sql) =>
      new PgSending(sql).former(opened.value.bal.id, request.value.key),
    );
    if (former) return this.#again(claimedBy(former, request.value), former.sentAt);
    return this.#compose(opened.value, letter.value, request.value);
  }

  async #compose(
    opened: OpenedBal,
    letter: LetterRequest,
    request: Parameters<typeof claimedBy>[1] & {
      readonly key: Uint8Array;
      readonly uploads: readonly string[];
    },
  ): Promise<Outcome<SentLetterType>> {
    const related = await this.#related(opened, letter);
    if (!related.ok) return related;
    const recipients = await this.#admit(opened, letter);
    if (!recipients.ok) return recipients;
    const composed = await this.#composed(opened, letter, related.value);
    if (!composed.ok) return composed;
    const { at, correlationId } = opened.context;
    const { letters } = this.container;
    const taken = await takeLetter(
      { ...letters, ...this.#sessionPorts() },
      {
        opened,
        recipients: recipients.value,
        octets: composeLetter(composed.value),
        completion: completionOf(opened, {
          ...{ hostname: letters.hostname, helo: null, tls: null, protocol: 'HTTPS', id: correlationId, at },
        }),
        at,
        request,
      },
    );
    if (!taken.ok) return this.#again(taken, at);
    await this.#mark(opened, related.value);
    return done({ id: taken.value.messageId, sentAt: at });
  }

  /** What left already is told as it was the first time. */
  #again(outcome: Outcome<never>, sentAt: Date): Outcome<SentLetterType> {
    if (outcome.ok || outcome.refusal.code !== 'alreadySent') return outcome;
    const { messageId } = outcome.refusal.detail;
    return messageId ? done({ id: messageId, sentAt }) : outcome;
  }

  async #related(opened: OpenedBal, letter: LetterRequest): Promise<Outcome<Related>> {
    const [answered, forwarded] = await Promise.all(
      [letter.replyTo, letter.forward].map((id) =>
        id === null ? null : this.mail.message(opened.bal.id, id),
      ),
    );
    if (answered && !answered.ok) return answered;
    if (forwarded && !forwarded.ok) return forwarded;
    return done({ answered: answered?.value ?? null, forwarded: forwarded?.value ?? null });
  }

  /** Every recipient or none. */
  async #admit(
    opened: OpenedBal,
    { to, cc, bcc }: LetterRequest,
  ): Promise<Outcome<readonly AdmittedRecipient[]>> {
    const admitted: AdmittedRecipient[] = [];
    for (const path of distinct([...to, ...cc, ...bcc])) {
      const recipient = await this.#admitOne(opened, path);
      if (!recipient.ok) return recipient;
      admitted.push(recipient.value);
    }
    return admitted.length > 0 ? done(admitted) : refused('noRecipient');
  }

  #admitOne({ context, bal }: OpenedBal, path: MailPath): Promise<Outcome<AdmittedRecipient>> {
    const { database, letters } = this.container;
    const ports = { ...letters, routing: new PgRouting(database), postmaster: null };
    return admitOutboundRecipient(ports, context, bal, path, 0);
  }

  async #composed(
    opened: OpenedBal,
    letter: LetterRequest,
    related: Related,
  ): Promise<Outcome<ComposedLetter>> {
    const { caller } = this.tenants;
    if (caller.kind !== 'person') return refused('notFound');
    const { bal, context } = opened;
    const found = await this.#uploads.find(context, { balId: bal.id, idNat: caller.idNat }, letter.uploadIds);
    if (!found.ok) return found;
    const enclosures: Enclosure[] = found.value.map((upload) => ({
      ...upload,
      bytes: this.#uploads.open(context, upload),
    }));
    const forwarded = related.forwarded && (await this.#enclosed(related.forwarded));
    const isOwn = bal.kind === 'personal' && opened.rights.role === 'responsible';
    return done({
      from: { name: isOwn ? caller.name : bal.description, address: bal.address },
      ...{ to: letter.to, cc: letter.cc, bcc: letter.bcc },
      ...{ subject: letter.subject, text: letter.text, html: letter.html },
      messageId: `${context.correlationId}@${this.container.letters.hostname}`,
      references: related.answered ? referencesTo(related.answered) : [],
      date: context.at,
      enclosures: forwarded ? [...enclosures, forwarded] : enclosures,
    });
  }

  /** A message of the BAL, whole, read as one reads it. */
  async #enclosed(message: LocatedMessage): Promise<Enclosure> {
    const bytes = await this.mail.whole(message);
    return { name: 'message.eml', mediaType: 'message/rfc822', bytes };
  }

  /** RFC 3501 §2.3.2 \Answered, RFC 5788 $Forwarded. The letter has left: marks that cannot be put are no reason to say otherwise. */
  async #mark(opened: OpenedBal, { answered, forwarded }: Related): Promise<void> {
    const { log, marks } = {
      log: this.container.logger,
      marks: new Map([
        [ANSWERED, answered],
        [FORWARDED, forwarded],
      ]),
    };
    for (const [flag, message] of marks) {
      if (!message) continue;
      await this.#in(opened, (sql) =>
        foldersOf(sql, this.container.safe, opened).storeFlags(message.folderId, uidSetOf([message.uid]), {
          mode: 'add',
          flags: [flag],
        }),
      ).catch((err: unknown) => log.warn({ err }, 'a letter that was answered is not marked so'));
    }
  }

  #sessionPorts(): Pick<BalSessionPorts, 'inTenant'> {
    return {
      inTenant: (context, work) =>
        this.container.database.withTenant(context, (sql) =>
          work({ bals: new PgBalStore(sql), journal: new PgJournal(sql) }),
        ),
    };
  }

  #in<T>({ context }: OpenedBal, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(context, work);
  }
}

function foldersOf(sql: TenantSql, safe: MailSafe, { bal }: OpenedBal): PgFolders {
  return new PgFolders(sql, safe, bal.id);
}

/** RFC 5322 §3.6.4: what it referred to, then itself. */
function referencesTo({ structure }: LocatedMessage): readonly string[] {
  const own = messageIds(structure.envelope.messageId ?? '').slice(0, 1);
  return own.length === 0 ? [] : [...(structure.facts.references ?? []), ...own];
}
