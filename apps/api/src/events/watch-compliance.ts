import { PgCompliance, type RaisedComplianceEvent } from '@cachet/schema';
import { showComplianceEvent } from '../reads/show-structure.js';
import type { ComplianceEventType } from '../types/compliance.js';
import type { SocketContext } from './socket-context.js';
import { type Watched, watch } from './watch.js';

const MOST_MISSED = 100;

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
  async read({ container }, tenant, id) {
    const found = await container.database.withTenant(tenant, (sql) => new PgCompliance(sql).byId(id));
    return found ? [found] : [];
  },
  async missed({ container }, tenant, since) {
    const { rows } = await container.database.withTenant(tenant, (sql) =>
      new PgCompliance(sql).page({ first: MOST_MISSED }),
    );
    return rows.filter(({ at }) => at > since).reverse();
  },
  momentOf: ({ at }) => at,
  show: (row) => showComplianceEvent(row),
};
