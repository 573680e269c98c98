import { type DirectoryEntry, type DirectoryPlace, MATCHES } from './directory-entry.js';

/**
 * One entry for each address. What the Annuaire says of it is shown as it says it, rather than what we know of our own BAL; several lines
 * of one source are one BAL of several structures.
 */
// RE_2.1_5030: data of the Annuaire are never altered; that a BAL is ours, and how well it answers, stand beside them.
export function mergeByAddress(entries: readonly DirectoryEntry[]): readonly DirectoryEntry[] {
  return [...Map.groupBy(entries, ({ address }) => address).values()].flatMap((same) => {
    const told = same.find(({ origin }) => origin !== 'local') ?? same[0];
    if (!told) return [];
    const lines = same.filter(({ origin }) => origin === told.origin);
    return [
      {
        ...told,
        isLocal: same.some(({ isLocal }) => isLocal),
        match: best(same),
        places: distinct(lines.flatMap(({ places }) => places)),
      },
    ];
  });
}

/**
 * Our own BAL first, then the best answers; what only resembles the question comes after all that answers it. Sources gave theirs best
 * first, which decides between equals.
 */
export function inOrder(entries: readonly DirectoryEntry[]): readonly DirectoryEntry[] {
  return entries.toSorted(
    (one, other) =>
      Number(resembles(one)) - Number(resembles(other)) ||
      Number(other.isLocal) - Number(one.isLocal) ||
      rank(one) - rank(other),
  );
}

function resembles({ match }: DirectoryEntry): boolean {
  return match === 'contains' || match === 'close';
}

function rank({ match }: DirectoryEntry): number {
  return MATCHES.indexOf(match);
}

function best(entries: readonly DirectoryEntry[]): DirectoryEntry['match'] {
  return MATCHES[Math.min(...entries.map(rank))] ?? 'close';
}

function distinct(places: readonly DirectoryPlace[]): readonly DirectoryPlace[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
