import type { VerifiedListeBlanche } from './liste-blanche.js';
import type { ListeBlancheObjection } from './liste-blanche-objections.js';

/** What the version in force tells for judging its successor. */
export interface ListeBlancheMeasure {
  readonly generatedAt: Date;
  readonly domainCount: number;
  readonly rowCount: number;
}

const HOUR = 3_600_000;
const MOST_AHEAD = 24 * HOUR;
const LEAST_KEPT = 0.8;

/**
 * May this verified list replace the one in force? Answers null, or the objection. A valid
 * signature does not make a list safe to use: an old one can be replayed, an amputated one would cut the trust space.
 */
export function objectionToListeBlanche(
  candidate: VerifiedListeBlanche,
  current: ListeBlancheMeasure | null,
  now: Date,
): ListeBlancheObjection | null {
  const measure = measureOf(candidate);
  if (measure.domainCount === 0) return 'empty';
  if (measure.generatedAt.getTime() > now.getTime() + MOST_AHEAD) return 'future';
  if (!current) return null;
  if (measure.generatedAt < current.generatedAt) return 'rollback';
  const shrinks =
    measure.domainCount < current.domainCount * LEAST_KEPT ||
    measure.rowCount < current.rowCount * LEAST_KEPT;
  return shrinks ? 'shrunk' : null;
}

export function measureOf(list: VerifiedListeBlanche): ListeBlancheMeasure {
  return {
    generatedAt: list.generatedAt,
    domainCount: new Set(list.rows.map((row) => row.domain.trim().toLowerCase())).size,
    rowCount: list.rows.length,
  };
}
