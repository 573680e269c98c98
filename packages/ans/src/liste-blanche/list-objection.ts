import type { ListeBlancheObjection } from '@cachet/mss-core/trust';

/** Stops the reading of a list at the first thing that condemns it; caught where the reading was started. */
export class ListObjection extends Error {
  override readonly name = 'ListObjection';

  constructor(readonly objection: ListeBlancheObjection) {
    super(objection);
  }
}
