import { type KnownUpload, type MailSafe, PgFolders, Uploads } from '@cachet/mailstore';
import {
  type AdmittedRecipient,
  ANSWERED,
  admitOutboundRecipient,
  type BalSessionPorts,
  completionOf,
  type DepositPorts,
  DRAFT,
  depositLetters,
  done,
  type Flag,
  type Folder,
  type MailPath,
  mayAppendTo,
  messageIds,
  type OpenedBal,
  type Outcome,
  parseFlag,
  refused,
  removeForGood,
  SEEN,
  type SendingRequest,
  type TenantContext,
  takeLetter,
  uidSetOf,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  claimedBy,
  type Database,
  PgBalStore,
  PgJournal,
  PgRouting,
  PgSending,
  type TenantSql,
} from '@cachet/schema';
import type { Container } from '../container.js';
import type { Caller } from '../context/caller.js';
import { inFoldersOrUndone } from '../messages/undone.js';
import type { BalReads } from '../reads/bal-reads.js';
import { type LocatedMessage, messageIdOf, readPlace } from '../reads/located.js';
import type { MailReads } from '../reads/mail-reads.js';
import { attachmentName } from '../reads/show-attachments.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import { FolderUseName } from '../types/enums.js';
import type { LetterInput, SavedDraftType, SentLetterType } from '../types/letter.js';
import { type ComposedLetter, composeLetter, type Enclosure } from './compose-letter.js';
import {
  distinct,
  draftRequestOf,
  type LetterRequest,
  readLetter,
  sendingRequestOf,
} from './letter-request.js';

/** A file that nobody sends in an afternoon is forgotten. */
const UPLOADS_LAST_MS = 4 * 3_600_000;
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

  /** A file for a letter of that BAL. Refuses notFound, balNotOpen, balSuspended, inputInvalid, messageTooLarge, limitReached. */
  async upload(
    balId: string,
    {
      name,
      mediaType,
      announced,
    }: { readonly name: string; readonly mediaType: string; readonly announced: number },
    octets: AsyncIterable<Uint8Array>,
  ): Promise<Outcome<KnownUpload>> {
    const { caller } = this.tenants;
    const opened = await this.bals.opened(balId);
    if (!opened.ok) return opened;
    if (caller.kind !== 'person') return refused('notFound');
    const { context, bal } = opened.value;
    // What is attached grows by a third in its letter (RFC 2045 §6.8).
    const limit = Math.floor((this.container.letters.largest * 3) / 4);
    if (announced > limit) return refused('messageTooLarge', { limit: String(limit) });
    const facts = { name: fileName(name), mediaType: mediaTypeOf(mediaType) };
    if (facts.name === '') return refused('inputInvalid', { field: 'name' });
    const expiresAt = new Date(context.at.getTime() + UPLOADS_LAST_MS);
    const owner = { balId: bal.id, idNat: caller.idNat };
    return this.#uploads.receive(context, { id: newId(), owner, facts, expiresAt, limit }, octets);
  }

  /**
   * Saves a draft, in place of the former one when that is named, with the attachments of it that are kept. Refuses notFound, balNotOpen,
   * balSuspended, readRightMissing, forbidden, changedMeanwhile, as `readLetter` and as `depositLetters`.
   */
  async saveDraft(
    balId: string,
    input: LetterInput,
    former: { readonly id: string; readonly keptParts: readonly string[] } | null,
  ): Promise<Outcome<SavedDraftType>> {
    const opened = await this.bals.opened(balId);
    if (!opened.ok) return opened;
    if (!mayAppendTo(opened.value.rights, 'drafts')) return refused('readRightMissing');
    const letter = readLetter(input);
    if (!letter.ok) return letter;
    const replaced = former && (await this.#draft(balId, former.id));
    if (replaced && !replaced.ok) return replaced;
    const related = await this.#related(opened.value, letter.value);
    if (!related.ok) return related;
    const kept = replaced ? await this.mail.parts(replaced.value, former.keptParts) : done([]);
    if (!kept.ok) return kept;
    const composed = await this.#composed(opened.value, letter.value, related.value);
    if (!composed.ok) return composed;
    const carried = kept.value.map(({ attachment, bytes }) => ({
      name: attachmentName(attachment),
      mediaType: mediaTypeOf(attachment.mediaType),
      bytes,
    }));
    const enclosures = [...carried, ...composed.value.enclosures];
    const octets = composeLetter({ ...composed.value, enclosures });
    return this.#deposit(opened.value, octets, letter.value.uploadIds, replaced?.value.uid);
  }

  /** Sends a draft and removes it: asked again, it leaves no second time. Refuses notFound, and as `send`. */
  async sendDraft(balId: string, id: string): Promise<Outcome<SentLetterType>> {
    const opened = await this.bals.opened(balId);
    if (!opened.ok) return opened;
    if (!opened.value.rights.maySend) return refused('sendRightMissing');
    const { context, bal } = opened.value;
    const keys = await this.container.safe.keys.for(context);
    const request = draftRequestOf(keys, id);
    const former = await this.#in(opened.value, (sql) => new PgSending(sql).former(bal.id, request.key));
    if (former) return this.#again(claimedBy(former, request), former.sentAt);
    const draft = await this.#draft(balId, id);
    if (!draft.ok) return draft.refusal.code === 'changedMeanwhile' ? refused('notFound') : draft;
    const recipients = await this.#admitAll(opened.value, recipientsOf(draft.value));
    if (!recipients.ok) return recipients;
    const octets = await this.mail.whole(draft.value);
    const sent = await this.#take(opened.value, recipients.value, octets, request, true);
    if (sent.ok) await this.#removeSent(opened.value, draft.value);
    return sent;
  }

  /** Refuses changedMeanwhile when it is no longer there, notFound when it is no draft. */
  async #draft(balId: string, id: string): Promise<Outcome<LocatedMessage>> {
    const found = await this.mail.message(balId, id);
    const drafts = found.ok ? await this.mail.folders(balId) : [];
    const folder = drafts.find(({ specialUse }) => specialUse === FolderUseName.DRAFTS);
    if (found.ok) return found.value.folderId === folder?.id ? found : refused('notFound');
    const place = readPlace(id);
    const folders = found.refusal.code === 'notFound' && place ? await this.mail.folders(balId) : [];
    const isOfDrafts = folders.some(
      (each) => each.id === place?.folderId && each.specialUse === FolderUseName.DRAFTS,
    );
    return isOfDrafts ? refused('changedMeanwhile') : found;
  }

  async #deposit(
    opened: OpenedBal,
    octets: AsyncIterable<Uint8Array>,
    uploads: readonly string[],
    replaces: number | undefined,
  ): Promise<Outcome<SavedDraftType>> {
    const { caller, act } = this.tenants;
    const { context, bal } = opened;
    const { database, safe, letters } = this.container;
    const spooled = await letters.spool.receive(octets);
    if (!spooled.ok) return spooled;
    const message = spooled.value;
    const deposits: DepositPorts = {
      ...letters,
      inFolders: (inside, balId, work) =>
        draftTransaction(database, safe, inside, balId, work, uploads, caller),
    };
    try {
      const folder = await this.#draftsOf(opened);
      const letter = { message, flags: [SEEN, DRAFT], internalDate: act.at, scanned: async () => message };
      const filed = await depositLetters(deposits, context, {
        ...{ opened, folder, letters: [letter] },
        ...(replaces !== undefined && { replaces }),
      });
      const [item] = filed.ok ? filed.value.items : [];
      if (!filed.ok) return filed;
      if (!item) throw new Error(`a draft of ${bal.id} was filed nowhere`);
      return done({ id: messageIdOf({ folderId: folder.id, uid: item.uid }), savedAt: act.at });
    } finally {
      await message.dispose();
    }
  }

  async #draftsOf(opened: OpenedBal): Promise<Folder> {
    const folders = await this.#in(opened, (sql) => foldersOf(sql, this.container.safe, opened).list());
    const drafts = folders.find(({ specialUse }) => specialUse === 'drafts');
    if (!drafts) throw new Error('a BAL has no folder of drafts');
    return drafts;
  }

  /** The letter has left: a draft that stays is no reason to say otherwise, and never leaves again. */
  async #removeSent(opened: OpenedBal, { folderId, uid }: LocatedMessage): Promise<void> {
    await this.#in(opened, (sql) =>
      removeForGood(foldersOf(sql, this.container.safe, opened), folderId, uid),
    ).catch((err: unknown) => this.container.logger.warn({ err }, 'a draft that was sent is not removed'));
  }

  async #compose(
    opened: OpenedBal,
    letter: LetterRequest,
    request: SendingRequest,
  ): Promise<Outcome<SentLetterType>> {
    const related = await this.#related(opened, letter);
    if (!related.ok) return related;
    const recipients = await this.#admitAll(opened, distinct([...letter.to, ...letter.cc, ...letter.bcc]));
    if (!recipients.ok) return recipients;
    const composed = await this.#composed(opened, letter, related.value);
    if (!composed.ok) return composed;
    const sent = await this.#take(opened, recipients.value, composeLetter(composed.value), request);
    if (sent.ok) await this.#mark(opened, related.value);
    return sent;
  }

  async #take(
    opened: OpenedBal,
    recipients: readonly AdmittedRecipient[],
    octets: AsyncIterable<Uint8Array>,
    request: SendingRequest,
    isDraft = false,
  ): Promise<Outcome<SentLetterType>> {
    const { at, correlationId } = opened.context;
    const { letters } = this.container;
    const { hostname } = letters;
    const passage = { hostname, helo: null, tls: null, protocol: 'HTTPS', id: correlationId, at } as const;
    const taken = await takeLetter(
      { ...letters, ...this.#sessionPorts() },
      { opened, recipients, octets, completion: { ...completionOf(opened, passage), isDraft }, at, request },
    );
    return taken.ok ? done({ id: taken.value.messageId, sentAt: at }) : this.#again(taken, at);
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
  async #admitAll(
    opened: OpenedBal,
    paths: ReadonlySet<MailPath>,
  ): Promise<Outcome<readonly AdmittedRecipient[]>> {
    const admitted: AdmittedRecipient[] = [];
    for (const path of paths) {
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

/** A draft enters, gives way to the one that replaces it, and takes its uploads: all of that or nothing. */
async function draftTransaction<T>(
  database: Database,
  safe: MailSafe,
  context: TenantContext,
  balId: string,
  work: (folders: PgFolders) => Promise<T>,
  uploads: readonly string[],
  caller: Caller,
): Promise<T> {
  const answered: T[] = [];
  const outcome = await inFoldersOrUndone(database, safe, context, balId, async ({ sql, folders }) => {
    const answer = await work(folders);
    answered.push(answer);
    if (isRefused(answer)) return answer;
    if (uploads.length === 0) return done(undefined);
    const owner = caller.kind === 'person' ? { balId, idNat: caller.idNat } : null;
    return owner && (await Uploads.take(sql, owner, uploads)) ? done(undefined) : refused('uploadUnknown');
  });
  const [answer] = answered;
  // What the work answers is an outcome whenever it writes; a refusal is one of any kind.
  return outcome.ok || answer === undefined ? (answer as T) : (outcome as T);
}

function isRefused(answer: unknown): answer is Outcome<never> {
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;
}

/** To whom a draft says it goes; what is no address of an envelope is refused when it is admitted. */
function recipientsOf({ structure }: LocatedMessage): ReadonlySet<MailPath> {
  const { to, cc, bcc } = structure.envelope;
  const paths = [...to, ...cc, ...bcc].flatMap(({ mailbox, host }) => (host ? [`${mailbox}@${host}`] : []));
  return new Set(paths.map((path) => path.toLowerCase() as MailPath));
}

/** One line, no folder, as long as a file's name may be. */
function fileName(text: string): string {
  const name =
    text
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .split(/[/\\]/)
      .at(-1) ?? '';
  return name.trim().slice(0, 200);
}

/** A part that holds others, or a message, is enclosed as the file it is. */
function mediaTypeOf(text: string): string {
  const type = (text.split(';')[0] ?? '').trim().toLowerCase();
  const isPlain = /^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,63}$/.test(type);
  return isPlain && !/^(?:message|multipart)\//.test(type) ? type : 'application/octet-stream';
}

/** RFC 5322 §3.6.4: what it referred to, then itself. */
function referencesTo({ structure }: LocatedMessage): readonly string[] {
  const own = messageIds(structure.envelope.messageId ?? '').slice(0, 1);
  return own.length === 0 ? [] : [...(structure.facts.references ?? []), ...own];
}
