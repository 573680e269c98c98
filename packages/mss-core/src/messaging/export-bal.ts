import { type BalStore, opensMail, readBal } from '../access/index.js';
import type { MssAddress } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import type { Folder, FolderItem, FolderStore, MessageBytes, StoredBytes } from './folder-ports.js';

/** One file for each message, as it is; or one mailbox file for each folder. Both in one archive. */
export type ExportFormat = 'eml' | 'mbox';

export interface ExportPorts {
  /** One transaction on that BAL. */
  inBal<T>(
    context: TenantContext,
    balId: string,
    work: (stores: {
      readonly bals: Pick<BalStore, 'byId' | 'accessesOf'>;
      readonly folders: FolderStore;
      readonly journal: Journal;
    }) => Promise<T>,
  ): Promise<T>;
  /** For slow readers. */
  bytes(context: TenantContext, balId: string): MessageBytes;
}

/** Everything in a BAL, to be read in this order and as slowly as one likes: nothing is held in between. */
export interface BalContent {
  readonly address: MssAddress;
  readonly at: Date;
  readonly folders: readonly Folder[];
  /** In ascending uid, those that came after the export began left out. */
  items(folder: Folder): AsyncIterable<FolderItem>;
  /** Null when the message was removed meanwhile. */
  open(messageId: string): Promise<StoredBytes | null>;
}

/**
 * Lets the people who answer for a BAL take all its messages away, and the operator hand them over: the right is judged and the export
 * traced before any content is read. Refuses notFound, balSuspended, readRightMissing, forbidden (a delegate reads, and takes nothing
 * away). `isGranted`: the BAL is suspended, and its structure lets them go.
 */
// RE_GBM_4450: from a suspended BAL its holder gets the messages by the operator, or once they are granted (`askExport`); their own doors stay shut.
export async function exportBal(
  ports: ExportPorts,
  context: TenantContext,
  balId: string,
  format: ExportFormat,
  isGranted = false,
): Promise<Outcome<BalContent>> {
  return ports.inBal(context, balId, async ({ bals, folders, journal }) => {
    const bal = await bals.byId(balId);
    if (!bal) return refused('notFound');
    const { actor, at } = context;
    if (actor.kind === 'person') {
      if (!opensMail(actor.proof)) return refused('notFound');
      const opened = isGranted ? ({ ...bal, state: 'active' } as const) : bal;
      const allowed = readBal(opened, await bals.accessesOf(balId, actor.idNat), at);
      if (!allowed.ok) return allowed;
      if (allowed.value.role === 'delegate') return refused('forbidden');
    } else if (actor.kind !== 'system') return refused('notFound');
    const found = await folders.list();
    const messages = found.reduce((sum, folder) => sum + folder.messages, 0);
    const facts = { format, folders: found.length, messages, size: bal.usedBytes, state: bal.state };
    // EX_GDT_5030: taking messages away is an act on their content.
    await journal.record([{ kind: 'bal.exported', outcome: 'ok', balId, facts }]);
    const bytes = ports.bytes(context, balId);
    return done({
      address: bal.address,
      at,
      folders: found,
      items: (folder) => itemsOf(ports, context, folder),
      open: (messageId) => bytes.open(messageId),
    });
  });
}

const FIRST_SPAN = 500;
const LONGEST_SPAN = 1_000_000;

/** A few hundred at a time: spans of uids grow over what was expunged. */
async function* itemsOf(
  ports: ExportPorts,
  context: TenantContext,
  { id, balId, uidNext }: Folder,
): AsyncGenerator<FolderItem> {
  let span = FIRST_SPAN;
  for (let first = 1; first < uidNext; ) {
    const last = Math.min(first + span, uidNext) - 1;
    const items = await ports.inBal(context, balId, ({ folders }) => folders.items(id, [{ first, last }]));
    yield* items;
    first = last + 1;
    span = items.length === 0 ? Math.min(span * 4, LONGEST_SPAN) : FIRST_SPAN;
  }
}
