import type { StructureViewer } from '@cachet/mss-core';
import { type Database, PgRouting } from '@cachet/schema';
import type { Caller } from '../context/caller.js';
import type { StructureReads } from '../reads/structure-reads.js';

/** What the caller is at the operator's own tenant, which judges what concerns the whole installation; null for a key of another. */
export async function viewerAtOperator(
  database: Database,
  caller: Caller,
  structures: StructureReads,
): Promise<StructureViewer | null> {
  const operator = await new PgRouting(database).operatorTenant();
  if (caller.kind === 'partner') return caller.tenantId === operator ? caller : null;
  return { kind: 'person', roles: operator ? await structures.roles(operator) : [] };
}
