import {
  type ActContext,
  boundsOf,
  connectionLine,
  exchangeLine,
  headerOfFile,
  STATISTICS_FILES,
  type StatisticsFile,
  type StatisticsMonth,
  statisticsFileName,
  type TenantId,
} from '@cachet/mss-core';
import {
  type ConnectionBatch,
  type Database,
  type ExchangeBatch,
  type ExchangePlace,
  PgStatistics,
} from '@cachet/schema';

import type { ZipFile } from '../export/zip-file.js';

/** Whose lines a file has. */
export interface FileScope {
  readonly month: StatisticsMonth;
  readonly domain: string;
  /** Those that have addresses on the domain, or the one that asks for its own. */
  readonly tenants: readonly TenantId[];
}

/** How many lines were written so far. */
export interface LineCount {
  lines: number;
}

/** Both files of a domain, for an archive of them. */
export async function* filesOfDomain(
  database: Pick<Database, 'withTenant'>,
  act: ActContext,
  scope: FileScope,
  counts: Readonly<Record<StatisticsFile, LineCount>>,
): AsyncGenerator<ZipFile> {
  for (const file of STATISTICS_FILES)
    yield {
      path: statisticsFileName(file, scope.month, scope.domain),
      at: act.at,
      bytes: fileOfDomain(database, act, file, scope, counts[file]),
    };
}

/** Longer texts live where the memory of V8 is tidied last. */
const LINES_AT_ONCE = 400;

/** One file of a domain as it is written: a batch of lines at a time, whatever their number. */
// EX_PSU_5830, EX_PSU_5840: UTF-8, LF, no BOM.
export async function* fileOfDomain(
  database: Pick<Database, 'withTenant'>,
  act: ActContext,
  file: StatisticsFile,
  scope: FileScope,
  count: LineCount = { lines: 0 },
): AsyncGenerator<Buffer> {
  yield Buffer.from(headerOfFile(file));
  for (const tenantId of scope.tenants)
    for await (const lines of LINES[file](database, { ...act, tenantId }, scope)) {
      count.lines += lines.length;
      for (let at = 0; at < lines.length; at += LINES_AT_ONCE)
        yield Buffer.from(lines.slice(at, at + LINES_AT_ONCE).join(''));
    }
}

type LinesOf = (
  database: Pick<Database, 'withTenant'>,
  context: ActContext & { readonly tenantId: TenantId },
  scope: FileScope,
) => AsyncGenerator<readonly string[]>;

const LINES: Readonly<Record<StatisticsFile, LinesOf>> = {
  exchanges: async function* (database, context, { domain, month }) {
    const bounds = boundsOf(month);
    const bals = await database.withTenant(context, (sql) =>
      new PgStatistics(sql).countedBals(domain, bounds),
    );
    const batches = (after: ExchangePlace | null): Promise<ExchangeBatch> =>
      database.withTenant(context, (sql) => new PgStatistics(sql).exchanges(bals, bounds, after));
    // The next one is read while this one is packed.
    let coming = batches(null);
    for (;;) {
      const batch = await coming;
      if (batch.next !== null) {
        coming = batches(batch.next);
        // Told where it is waited for, if it is.
        coming.catch(() => undefined);
      }
      if (batch.rows.length > 0) yield batch.rows.map(exchangeLine);
      if (batch.next === null) return;
    }
  },
  connections: async function* (database, context, { domain, month }) {
    const bounds = boundsOf(month);
    const batches = (after: ConnectionBatch['next']): Promise<ConnectionBatch> =>
      database.withTenant(context, (sql) => new PgStatistics(sql).connections(domain, bounds, after));
    for (let batch = await batches(null); ; batch = await batches(batch.next)) {
      if (batch.rows.length > 0) yield batch.rows.map(connectionLine);
      if (batch.next === null) return;
    }
  },
};
