import {
  type DepositPorts,
  DRAFT,
  depositLetters,
  done,
  type Folder,
  type MailPath,
  mayAppendTo,
  type OpenedBal,
  type Outcome,
  refused,
  removeForGood,
  SEEN,
} from '@cachet/mss-core';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import { type LocatedMessage, messageIdOf, readPlace } from '../reads/located.js';
import type { MailReads } from '../reads/mail-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import { FolderUseName } from '../types/enums.js';
import type { LetterInput, SavedDraftType, SentLetterType } from '../types/letter.js';
import { composeLetter } from './compose-letter.js';
import type { Dispatch } from './dispatch.js';
import { draftTransaction } from './draft-transaction.js';
import { draftRequestOf, readLetter } from './letter-request.js';
import { enclosureOf, foldersOf, type LetterWriter } from './letter-writer.js';

/** Drafts of a BAL, where its mail programs see them too. */
export class DraftDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
    private readonly mail: MailReads,
    private readonly writer: LetterWriter,
    private readonly dispatch: Dispatch,
  ) {}

  /**
   * Saves a draft, in place of the former one when that is named, with the attachments of it that are kept. Refuses notFound, balNotOpen,
   * balSuspended, readRightMissing, forbidden, changedMeanwhile, as `readLetter` and as `depositLetters`.
   */
  async save(
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
    const related = await this.writer.related(opened.value, letter.value);
    if (!related.ok) return related;
    const kept = replaced ? await this.mail.parts(replaced.value, former.keptParts) : done([]);
    if (!kept.ok) return kept;
    const composed = await this.writer.write(opened.value, letter.value, related.value);
    if (!composed.ok) return composed;
    const enclosures = [...kept.value.map(enclosureOf), ...composed.value.enclosures];
    const octets = composeLetter({ ...composed.value, enclosures });
    return this.#deposit(opened.value, octets, letter.value.uploadIds, replaced?.value.uid);
  }

  /** Sends a draft and removes it: asked again, it leaves no second time. Refuses notFound, and as `SendDesk.send`. */
  async send(balId: string, id: string): Promise<Outcome<SentLetterType>> {
    const opened = await this.bals.opened(balId);
    if (!opened.ok) return opened;
    if (!opened.value.rights.maySend) return refused('sendRightMissing');
    const keys = await this.container.safe.keys.for(opened.value.context);
    const request = draftRequestOf(keys, id);
    const answered = await this.dispatch.answered(opened.value, request);
    if (answered) return answered;
    const draft = await this.#draft(balId, id);
    if (!draft.ok) return draft.refusal.code === 'changedMeanwhile' ? refused('notFound') : draft;
    const recipients = await this.dispatch.admit(opened.value, recipientsOf(draft.value));
    if (!recipients.ok) return recipients;
    const octets = await this.mail.whole(draft.value);
    const ready = { recipients: recipients.value, octets, request, isDraft: true };
    const sent = await this.dispatch.send(opened.value, ready);
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
        draftTransaction(database, safe, inside, { balId, uploads, caller }, work),
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
    const { database, safe } = this.container;
    const folders = await database.withTenant(opened.context, (sql) => foldersOf(sql, safe, opened).list());
    const drafts = folders.find(({ specialUse }) => specialUse === 'drafts');
    if (!drafts) throw new Error('a BAL has no folder of drafts');
    return drafts;
  }

  /** The letter has left: a draft that stays is no reason to say otherwise, and never leaves again. */
  async #removeSent(opened: OpenedBal, { folderId, uid }: LocatedMessage): Promise<void> {
    const { database, logger, safe } = this.container;
    await database
      .withTenant(opened.context, (sql) => removeForGood(foldersOf(sql, safe, opened), folderId, uid))
      .catch((err: unknown) => logger.warn({ err }, 'a draft that was sent is not removed'));
  }
}

/** To whom a draft says it goes; what is no address of an envelope is refused when it is admitted. */
function recipientsOf({ structure }: LocatedMessage): ReadonlySet<MailPath> {
  const { to, cc, bcc } = structure.envelope;
  const paths = [...to, ...cc, ...bcc].flatMap(({ mailbox, host }) => (host ? [`${mailbox}@${host}`] : []));
  return new Set(paths.map((path) => path.toLowerCase() as MailPath));
}
