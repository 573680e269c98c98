import type { Database } from '@cachet/schema';
import { CallBatches } from '../call-batches.js';
import type { MailSafe } from '../mail-safe.js';
import { APPEND_LETTER, type AppendedLetter } from './append-letter.js';
import { CHANGE_FLAGS } from './change-flags.js';
import { FolderTrees } from './folder-trees.js';
import { FolderViews, type ViewSource } from './folder-views.js';
import { RecentNotes } from './recent-notes.js';
import { TraceBatches } from './trace-batches.js';

/** What all sessions of a process share to work on BAL: the folders in memory, and what is committed together. */
export interface ViewedMail {
  readonly database: Pick<Database, 'alone' | 'atOnce' | 'withTenant'>;
  readonly safe: MailSafe;
  readonly views: FolderViews;
  readonly trees: FolderTrees;
  readonly appends: CallBatches<AppendedLetter>;
  /** The folder's new modseq each; null when it was not as it was thought to be. */
  readonly flagChanges: CallBatches<number | null>;
  readonly traces: TraceBatches;
  readonly recents: RecentNotes;
}

export function openViewedMail(
  database: ViewedMail['database'] & ViewSource,
  safe: MailSafe,
  views: FolderViews = new FolderViews(database),
): ViewedMail {
  return {
    ...{ database, safe, views },
    trees: new FolderTrees(database.changes),
    appends: new CallBatches(database, APPEND_LETTER),
    flagChanges: new CallBatches(database, CHANGE_FLAGS),
    traces: new TraceBatches(database),
    recents: new RecentNotes(database),
  };
}
