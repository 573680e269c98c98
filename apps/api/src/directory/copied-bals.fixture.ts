import { COPIED_COLUMNS, type CopiedEntry, refreshCopy } from '@cachet/mss-core';
import { PgDirectoryCopies } from '@cachet/schema';
import type { ApiWorld } from '../testing/api-world.fixture.js';

/** Makes the copy of the Annuaire hold these addresses of one person, and nothing else. */
export async function copyBals(
  world: ApiWorld,
  addresses: readonly string[],
  told: Partial<CopiedEntry> = {},
): Promise<void> {
  const nothing = Object.fromEntries(COPIED_COLUMNS.map((column) => [column, null]));
  const entries = addresses.map(
    (address): CopiedEntry => ({
      ...(nothing as unknown as CopiedEntry),
      ...{ kind: 'PER', familyName: 'ROUGEMONT', givenName: 'Nadia', ...told, address },
    }),
  );
  const reading = {
    file: { fileName: null, asOf: world.now, sha256: JSON.stringify(entries) },
    batches: async function* () {
      yield entries;
    },
    badLines: () => 0,
    close: async () => undefined,
  };
  await refreshCopy('bals', {
    ...{ copies: new PgDirectoryCopies(world.database), at: world.now, tell: async () => undefined },
    signal: new AbortController().signal,
    source: { name: 'test', open: async () => reading },
  });
}
