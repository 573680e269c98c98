import type { Database } from '@cachet/schema';
import { LetterBatches } from '../letter-batches.js';
import type { MailSafe } from '../mail-safe.js';
import { APPEND_LETTER, type AppendedLetter } from './append-letter.js';
import { FolderTrees } from './folder-trees.js';
import { FolderViews, type ViewSource } from './folder-views.js';
import { TraceBatches } from './trace-batches.js';

/** What all sessions of a process share to work on BAL: the folders in memory, letters that are filed and traces that are kept together. */
export interface ViewedMail {
  readonly database: Pick<Database, 'alone' | 'atOnce' | 'withTenant'>;
  readonly safe: MailSafe;
  readonly views: FolderViews;
  readonly trees: FolderTrees;
  readonly appends: LetterBatches<AppendedLetter>;
  readonly traces: TraceBatches;
}

export function openViewedMail(
  database: ViewedMail['database'] & ViewSource,
  safe: MailSafe,
  views: FolderViews = new FolderViews(database),
): ViewedMail {
  const appends = new LetterBatches<AppendedLetter>(database, APPEND_LETTER);
  const traces = new TraceBatches(database);
  return { database, safe, views, trees: new FolderTrees(database.changes), appends, traces };
}
