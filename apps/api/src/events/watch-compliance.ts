import { PgCompliance, type RaisedComplianceEvent } from '@cachet/schema';
import { showComplianceEvent } from '../reads/show-structure.js';
import type { ComplianceEventType } from '../types/compliance.js';
import { MISSED_PAGE } from './missed.js';
import type { SocketContext } from './socket-context.js';
import { watch } from './watch.js';
import type { Watched } from './watched.js';

/** Compliance events of a structure as they are raised. @throws GraphQLError notFound, scopeMissing. */
export function watchCompliance({
  args,
  context,
}: {
  readonly args: { readonly structureId: string };
  readonly context: SocketContext;
}): Promise<AsyncIterableIterator<ComplianceEventType>> {
  return watch(context, args.structureId, COMPLIANCE);
}

const COMPLIANCE: Watched<RaisedComplianceEvent, ComplianceEventType> = {
  topic: 'compliance',
  view: 'compliance',
  read: ({ database }, tenant, ids) =>
    database.withTenant(tenant, (sql) => Promise.all(ids.map((id) => new PgCompliance(sql).byId(id)))),
  missed: ({ database }, tenant, after) =>
    database.withTenant(tenant, (sql) => new PgCompliance(sql).after(after, MISSED_PAGE)),
  placeOf: ({ at, id }) => ({ at, id }),
  show: (row) => showComplianceEvent(row),
};
