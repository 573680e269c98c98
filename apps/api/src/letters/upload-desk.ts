import { type KnownUpload, Uploads } from '@cachet/mailstore';
import { type Outcome, refused } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import { fileName, mediaTypeOf } from './file-facts.js';

/** A file that nobody sends in an afternoon is forgotten. */
const UPLOADS_LAST_MS = 4 * 3_600_000;

/** What is said of a file before its first octet. */
export interface AnnouncedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly announced: number;
}

/** Files that wait for a letter. */
export class UploadDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
  ) {}

  /** A file for a letter of that BAL. Refuses notFound, balNotOpen, balSuspended, inputInvalid, messageTooLarge, limitReached. */
  async receive(
    balId: string,
    { name, mediaType, announced }: AnnouncedFile,
    octets: AsyncIterable<Uint8Array>,
  ): Promise<Outcome<KnownUpload>> {
    const { caller } = this.tenants;
    const { database, safe, letters } = this.container;
    const opened = await this.bals.opened(balId);
    if (!opened.ok) return opened;
    if (caller.kind !== 'person') return refused('notFound');
    const { context, bal } = opened.value;
    // What is attached grows by a third in its letter (RFC 2045 §6.8).
    const limit = Math.floor((letters.largest * 3) / 4);
    if (announced > limit) return refused('messageTooLarge', { limit: String(limit) });
    const facts = { name: fileName(name), mediaType: mediaTypeOf(mediaType) };
    if (facts.name === '') return refused('inputInvalid', { field: 'name' });
    const expiresAt = new Date(context.at.getTime() + UPLOADS_LAST_MS);
    const owner = { balId: bal.id, idNat: caller.idNat };
    return new Uploads(database, safe).receive(
      context,
      { id: newId(), owner, facts, expiresAt, limit },
      octets,
    );
  }
}
