import { domainOf, PATIENT_DOMAIN } from '../identifiers/index.js';
import { done, type Outcome } from '../outcome/index.js';
import type { DirectoryEntry, DirectoryOrigin } from './directory-entry.js';
import { type DirectoryQuery, foldQuery } from './directory-query.js';
import type { DirectoryFound, DirectorySource, DirectoryTrouble, OwnAddresses } from './directory-source.js';
import { inOrder, mergeByAddress } from './merge-entries.js';

export interface DirectorySearchTools {
  readonly sources: readonly DirectorySource[];
  readonly own: OwnAddresses;
  /** When to give up on a source: the clock is the edge’s. */
  readonly patience: (source: DirectorySource) => AbortSignal;
  /** Whether letters may go to a domain; null while no list tells. */
  readonly isListed: (domain: string) => boolean | null;
  /** Hears of the faults of sources, which the asker is told of as `incomplete` alone. */
  readonly onFault?: (source: DirectorySource, fault: unknown) => void;
}

/** What a search answers. */
export interface DirectoryAnswer {
  readonly entries: readonly DirectoryEntry[];
  /** There are more: the asker is to tell more. */
  readonly isTooMany: boolean;
  /** The oldest of what was read; null when nothing was. */
  readonly asOf: Date | null;
  /** Sources that did not answer: what they would have told is not there. */
  readonly incomplete: readonly { readonly origin: DirectoryOrigin; readonly trouble: DirectoryTrouble }[];
}

/**
 * Asks every source at once and merges what they tell, our own BAL first. A source that is slow or away only makes the answer incomplete.
 * Patients’ addresses are in no answer, and neither is a BAL of ours that is not published now, whatever a copy still says, nor one of a
 * domain that is not on the liste blanche.
 * Refuses directoryQueryTooShort.
 */
// EX_2.1.3_5020, RE_2.1_5030
export async function searchDirectory(
  query: DirectoryQuery,
  limit: number,
  tools: DirectorySearchTools,
): Promise<Outcome<DirectoryAnswer>> {
  const folded = foldQuery(query);
  if (!folded.ok) return folded;
  const answers = await Promise.all(tools.sources.map((source) => ask(source, query, limit, tools)));
  const told = answers.flatMap(({ found }) => (found.kind === 'unavailable' ? [] : [found]));
  const shown = await showable(
    told.flatMap(({ entries }) => entries),
    tools,
  );
  const merged = inOrder(mergeByAddress(shown));
  return done({
    entries: merged.slice(0, limit),
    isTooMany: merged.length > limit || told.some(({ kind }) => kind === 'tooMany'),
    asOf: oldest(told.map(({ asOf }) => asOf)),
    incomplete: answers.flatMap(({ origin, found }) =>
      found.kind === 'unavailable' ? [{ origin, trouble: found.trouble }] : [],
    ),
  });
}

async function ask(
  source: DirectorySource,
  query: DirectoryQuery,
  limit: number,
  { patience, onFault }: DirectorySearchTools,
): Promise<{ readonly origin: DirectoryOrigin; readonly found: DirectoryFound }> {
  const signal = patience(source);
  const { origin } = source;
  try {
    const answered = source.search(query, limit, signal);
    // Who was given up on may fail later: nobody waits for it any more.
    answered.catch(() => undefined);
    return { origin, found: await Promise.race([answered, lateWhen(signal)]) };
  } catch (fault) {
    const trouble = signal.aborted ? 'late' : 'unavailable';
    if (!signal.aborted) onFault?.(source, fault);
    return { origin, found: { kind: 'unavailable', trouble } };
  }
}

function lateWhen(signal: AbortSignal): Promise<DirectoryFound> {
  const late: DirectoryFound = { kind: 'unavailable', trouble: 'late' };
  if (signal.aborted) return Promise.resolve(late);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(late), { once: true }));
}

// EX_PBA_5050, EX_PBA_5140: who chose the liste rouge, and what was suspended or deleted since a copy was made, is shown to nobody.
async function showable(
  entries: readonly DirectoryEntry[],
  { own, isListed }: DirectorySearchTools,
): Promise<readonly DirectoryEntry[]> {
  const ofProfessionals = entries.filter(({ address }) => domainOf(address) !== PATIENT_DOMAIN);
  const published = await own.published([...new Set(ofProfessionals.map(({ address }) => address))]);
  return ofProfessionals.flatMap((entry) => {
    const isOurs = published.get(entry.address);
    // EX_3.2_5060: to a domain outside the trust space nobody could write, whoever says that it has a BAL there.
    if (isOurs === undefined) return isListed(domainOf(entry.address)) === false ? [] : [entry];
    return isOurs ? [{ ...entry, isLocal: true }] : [];
  });
}

function oldest(days: readonly Date[]): Date | null {
  return days.reduce<Date | null>((least, day) => (least === null || day < least ? day : least), null);
}
