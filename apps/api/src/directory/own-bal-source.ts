import { createHash } from 'node:crypto';
import type { ActContext, CopiedEntry, CopySource } from '@cachet/mss-core';
import { type Database, PgPublishedBals, PgRouting } from '@cachet/schema';

const BATCH = 2_000;

/**
 * The BAL of this installation that are published, structure by structure: what the search shows first. Their copy follows them within
 * minutes; one that is published no more is left out of answers at once (PgOwnAddresses).
 */
export class OwnBalSource implements CopySource {
  readonly name = 'own';

  constructor(
    private readonly database: Database,
    private readonly act: ActContext,
  ) {}

  async open() {
    const entries: CopiedEntry[] = [];
    for (const tenantId of await new PgRouting(this.database).tenants())
      entries.push(
        ...(await this.database.withTenant({ ...this.act, tenantId }, (sql) =>
          new PgPublishedBals(sql).entries(),
        )),
      );
    const sha256 = createHash('sha256').update(JSON.stringify(entries)).digest('hex');
    return {
      file: { fileName: null, asOf: this.act.at, sha256 },
      badLines: () => 0,
      close: async () => undefined,
      async *batches() {
        for (let at = 0; at < entries.length; at += BATCH) yield entries.slice(at, at + BATCH);
      },
    };
  }
}
