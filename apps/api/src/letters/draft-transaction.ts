import { type MailSafe, type PgFolders, Uploads } from '@cachet/mailstore';
import { done, type Outcome, refused, type TenantContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import type { Caller } from '../context/caller.js';
import { inFoldersOrUndone } from '../messages/undone.js';

/** A draft on its way to its folder. */
export interface EnteringDraft {
  readonly balId: string;
  readonly uploads: readonly string[];
  readonly caller: Caller;
}

/** A draft enters, gives way to the one that replaces it, and takes its uploads: all of that or nothing. */
export async function draftTransaction<T>(
  database: Database,
  safe: MailSafe,
  context: TenantContext,
  { balId, uploads, caller }: EnteringDraft,
  work: (folders: PgFolders) => Promise<T>,
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
