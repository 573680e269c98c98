import type { Database } from '@cachet/schema';
import { LetterBatches } from '../letter-batches.js';
import type { MailSafe } from '../mail-safe.js';
import { APPEND_LETTER, type AppendedLetter } from './append-letter.js';
import { FolderTrees } from './folder-trees.js';
import { FolderViews, type ViewSource } from './folder-views.js';

/** What all sessions of a process share to work on BAL: the folders in memory, and letters that are filed together. */
export interface ViewedMail {
  readonly database: Pick<Database, 'alone' | 'atOnce' | 'withTenant'>;
  readonly safe: MailSafe;
  readonly views: FolderViews;
  readonly trees: FolderTrees;
  readonly appends: LetterBatches<AppendedLetter>;
}

export function openViewedMail(
  database: ViewedMail['database'] & ViewSource,
  safe: MailSafe,
  views: FolderViews = new FolderViews(database),
): ViewedMail {
  const appends = new LetterBatches<AppendedLetter>(database, APPEND_LETTER);
  return { database, safe, views, trees: new FolderTrees(database.changes), appends };
}
