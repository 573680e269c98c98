import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import type { BalStore } from './ports.js';
import { readBal } from './read-bal.js';
import { opensMail } from './roles-by.js';

/** Content about to be shown to a person: a message, or one part of it. */
export interface MessageReading {
  readonly balId: string;
  /** Our internal message id. */
  readonly messageId: string;
  /** The folder it is read in. */
  readonly folderId: string;
  readonly uid: number;
  /** The attachment read, when only one part is. */
  readonly part?: string;
}

/**
 * Lets a person signed in read a message: the right is judged and the reading traced in one transaction, before any of the
 * content is shown. Refuses as `readBal`; a key reads no message (notFound).
 */
// EX_GDT_5050: a folder may be named after a patient; traces know it by its id.
// EX_GDT_5030: reading a message's content is a traced act.
export async function readMessage(
  { actor, at }: Pick<TenantContext, 'actor' | 'at'>,
  { bals, journal }: { readonly bals: Pick<BalStore, 'byId' | 'accessesOf'>; readonly journal: Journal },
  { balId, messageId, folderId, uid, part }: MessageReading,
): Promise<Outcome<void>> {
  if (actor.kind !== 'person' || !opensMail(actor.proof)) return refused('notFound');
  const allowed = readBal(await bals.byId(balId), await bals.accessesOf(balId, actor.idNat), at);
  if (!allowed.ok) return allowed;
  const facts = { folderId, uid, ...(part === undefined ? {} : { part }) };
  await journal.record([{ kind: 'message.read', outcome: 'ok', balId, messageId, facts }]);
  return done(undefined);
}
