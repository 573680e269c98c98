import {
  done,
  type FlagChange,
  type FlaggedItems,
  type Outcome,
  refused,
  type TenantContext,
  type UidSet,
} from '@cachet/mss-core';
import { CommitInDoubt, type Database, newRowId, traceRows } from '@cachet/schema';
import type { CallBatches } from '../call-batches.js';
import { type FlagPlan, flagPlan, flagTrace, itemsAfter } from '../folders/flag-plan.js';
import { gaveUpWaiting } from '../gave-up-waiting.js';
import { wasKept } from '../settle-doubt.js';
import type { FolderView } from './folder-view.js';
import type { FolderViews } from './folder-views.js';

/** Beyond this many items the ordinary way is as good: it names each different set of flags once. */
const MOST_ITEMS = 1_000;
/** Somebody else changed the folder each time between our look and our write: then we hold it first. */
const TURNS = 3;

/** What waits beside it must not wait long for a folder that somebody holds. */
export const CHANGE_FLAGS = { name: 'change_flags', takes: 8, patienceMs: 10, whenHeld: 'tell' } as const;

interface Means {
  readonly database: Pick<Database, 'withTenant'>;
  readonly views: FolderViews;
  readonly flagChanges: CallBatches<number | null>;
}

interface Place {
  readonly context: TenantContext;
  readonly balId: string;
  readonly folderId: string;
}

/**
 * STORE in one trip: decided on the view, done by the database if the folder still is as the view shows it. Null when it must be done
 * holding the folder: others keep changing it, or hold it, or the items are many.
 */
export async function changeFlags(
  means: Means,
  place: Place,
  uids: UidSet,
  change: FlagChange,
): Promise<Outcome<FlaggedItems> | null> {
  const { views } = means;
  const { context, balId, folderId } = place;
  for (let turn = 0; turn < TURNS; turn++) {
    const view = await views.current(context, balId, folderId);
    if (!view) return refused('folderUnknown');
    const planned = flagPlan(view.items(uids), change);
    if (!planned.ok) return planned;
    const { asked, modified, changes } = planned.value;
    if (changes.length === 0) return done({ items: asked, modified });
    if (changes.length > MOST_ITEMS) return null;
    const before = view.folder;
    const modseq = await write(means, place, view, planned.value, change);
    if (modseq === 'held') return null;
    if (modseq !== null) {
      advance(views, view, before, planned.value, modseq);
      return done({ items: itemsAfter(planned.value, modseq), modified });
    }
    views.touch(folderId);
  }
  return null;
}

/** The folder's new modseq; null when it was not as the view showed it. */
async function write(
  { database, flagChanges }: Means,
  { context, balId, folderId }: Place,
  { folder }: FolderView,
  plan: FlagPlan,
  change: FlagChange,
): Promise<number | 'held' | null> {
  const traceId = newRowId();
  const { tenantId } = context;
  const { highestModseq: seen } = folder;
  const values = [
    tenantId,
    balId,
    folderId,
    seen,
    plan.changes.map(({ item }) => item.uid),
    plan.changes.map(({ flags }) => flags.join(' ')),
    plan.unseen,
    traceRows(context, [flagTrace(folder, plan, change)], { newId: () => traceId }),
  ];
  try {
    return await flagChanges.call({ tenantId, balId, folder: folderId, values });
  } catch (fault) {
    if (gaveUpWaiting(fault)) return 'held';
    if (!(fault instanceof CommitInDoubt)) throw fault;
    if (await wasKept(database, context, fault, { tenantId, traceId })) return seen + 1;
    throw fault.lost;
  }
}

function advance(
  views: FolderViews,
  view: FolderView,
  before: FolderView['folder'],
  plan: FlagPlan,
  modseq: number,
): void {
  const changed = plan.changes.map(({ item, flags }) => ({
    uid: item.uid,
    messageId: item.messageId,
    flags: flags.join(' '),
    internalMs: item.internalDate.getTime(),
    savedMs: item.savedAt.getTime(),
    modseq,
    size: item.size,
  }));
  const folder = { ...before, highestModseq: modseq, unseen: before.unseen + plan.unseen };
  views.advance(view, { folder, changed, expunged: [] });
}
