/** How one person stands with one version of the operator's terms of use (CGU), as one tenant knows it. */
export interface CguStanding {
  readonly versionId: string;
  readonly inForceAt: Date;
  readonly isAccepted: boolean;
}

/** The version in force at that moment, when the person has not accepted it; null when they owe nothing. */
// EX_DCU_5030: a version replaces those before it from its date on, and asks everybody anew.
export function owedAt<T extends CguStanding>(standings: readonly T[], at: Date): T | null {
  const inForce = inForceAt(standings, at);
  return inForce && !inForce.isAccepted ? inForce : null;
}

/** Versions to come that the person has not accepted yet, the nearest first: announced, and asked for at their date. */
export function announcedAt<T extends CguStanding>(standings: readonly T[], at: Date): readonly T[] {
  return standings
    .filter((standing) => standing.inForceAt > at && !standing.isAccepted)
    .sort((a, b) => a.inForceAt.getTime() - b.inForceAt.getTime());
}

/** The last of those whose date has come. */
export function inForceAt<T extends { readonly inForceAt: Date }>(
  versions: readonly T[],
  at: Date,
): T | null {
  return versions.reduce<T | null>(
    (last, one) => (one.inForceAt <= at && (last === null || one.inForceAt > last.inForceAt) ? one : last),
    null,
  );
}
