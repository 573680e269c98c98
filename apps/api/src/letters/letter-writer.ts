import { type MailSafe, PgFolders, Uploads } from '@cachet/mailstore';
import {
  ANSWERED,
  done,
  type Flag,
  messageIds,
  type OpenedBal,
  type Outcome,
  parseFlag,
  refused,
  uidSetOf,
} from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import type { LocatedMessage } from '../reads/located.js';
import type { MailReads, OpenedAttachment } from '../reads/mail-reads.js';
import { attachmentName } from '../reads/show-attachments.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { ComposedLetter, Enclosure } from './compose-letter.js';
import { mediaTypeOf } from './file-facts.js';
import type { AskedPart, LetterRequest } from './letter-request.js';

const FORWARDED = parseFlag('$Forwarded') as Flag;

/** The letters of one's own BAL that a letter speaks of. */
export interface Related {
  readonly answered: LocatedMessage | null;
  readonly forwarded: LocatedMessage | null;
}

/** Makes a letter of what was asked: who it is from, what it answers, what goes with it. */
export class LetterWriter {
  readonly #uploads: Uploads;

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly mail: MailReads,
  ) {
    this.#uploads = new Uploads(container.database, container.safe);
  }

  /** Refuses notFound, readRightMissing. */
  async related(opened: OpenedBal, letter: LetterRequest): Promise<Outcome<Related>> {
    const [answered, forwarded] = await Promise.all(
      [letter.replyTo, letter.forward].map((id) =>
        id === null ? null : this.mail.message(opened.bal.id, id),
      ),
    );
    if (answered && !answered.ok) return answered;
    if (forwarded && !forwarded.ok) return forwarded;
    return done({ answered: answered?.value ?? null, forwarded: forwarded?.value ?? null });
  }

  /** Refuses notFound, readRightMissing, uploadUnknown. Whatever goes with it passes through and is never held. */
  async write(opened: OpenedBal, letter: LetterRequest, related: Related): Promise<Outcome<ComposedLetter>> {
    const { caller } = this.tenants;
    if (caller.kind !== 'person') return refused('notFound');
    const { bal, context } = opened;
    const found = await this.#uploads.find(context, { balId: bal.id, idNat: caller.idNat }, letter.uploadIds);
    if (!found.ok) return found;
    const enclosures: Enclosure[] = found.value.map((upload) => ({
      ...upload,
      bytes: this.#uploads.open(context, upload),
    }));
    const parts = await this.#parts(bal.id, letter.parts);
    if (!parts.ok) return parts;
    enclosures.push(...parts.value);
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

  /** RFC 3501 §2.3.2 \Answered, RFC 5788 $Forwarded. The letter has left: marks that cannot be put are no reason to say otherwise. */
  async mark(opened: OpenedBal, { answered, forwarded }: Related): Promise<void> {
    const { database, logger, safe } = this.container;
    const marks: (readonly [Flag, LocatedMessage | null])[] = [
      [ANSWERED, answered],
      [FORWARDED, forwarded],
    ];
    for (const [flag, message] of marks) {
      if (!message) continue;
      const change = { mode: 'add', flags: [flag] } as const;
      await database
        .withTenant(opened.context, (sql) =>
          foldersOf(sql, safe, opened).storeFlags(message.folderId, uidSetOf([message.uid]), change),
        )
        .catch((err: unknown) => logger.warn({ err }, 'a letter that was answered is not marked so'));
    }
  }

  /** Each message that they are of is read as one reads it. */
  async #parts(balId: string, asked: readonly AskedPart[]): Promise<Outcome<readonly Enclosure[]>> {
    const enclosures: Enclosure[] = [];
    for (const [messageId, of] of Map.groupBy(asked, (part) => part.messageId)) {
      const message = await this.mail.message(balId, messageId);
      if (!message.ok) return message;
      const parts = await this.mail.parts(
        message.value,
        of.map(({ partId }) => partId),
      );
      if (!parts.ok) return parts;
      enclosures.push(...parts.value.map(enclosureOf));
    }
    return done(enclosures);
  }

  /** A message of the BAL, whole, read as one reads it. */
  async #enclosed(message: LocatedMessage): Promise<Enclosure> {
    const bytes = await this.mail.whole(message);
    return { name: 'message.eml', mediaType: 'message/rfc822', bytes };
  }
}

/** An attachment, as the file it is. */
export function enclosureOf({ attachment, bytes }: OpenedAttachment): Enclosure {
  return { name: attachmentName(attachment), mediaType: mediaTypeOf(attachment.mediaType), bytes };
}

export function foldersOf(sql: TenantSql, safe: MailSafe, { bal }: OpenedBal): PgFolders {
  return new PgFolders(sql, safe, bal.id);
}

/** RFC 5322 §3.6.4: what it referred to, then itself. */
function referencesTo({ structure }: LocatedMessage): readonly string[] {
  const own = messageIds(structure.envelope.messageId ?? '').slice(0, 1);
  return own.length === 0 ? [] : [...(structure.facts.references ?? []), ...own];
}
