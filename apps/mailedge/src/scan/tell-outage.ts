import { type NewId, scannerOutageEvent, type TenantId } from '@cachet/mss-core';
import { type Database, PgCompliance } from '@cachet/schema';

export interface OutageTools {
  readonly database: Pick<Database, 'withTenant'>;
  readonly routing: { operatorTenant(): Promise<TenantId | null> };
  now(): Date;
  readonly newId: NewId;
}

/** Tells the operator once that letters wait for a scanner, and once that they go on, however many processes see it. */
export async function tellOutage(
  { database, routing, now, newId }: OutageTools,
  isDown: boolean,
): Promise<void> {
  const tenantId = await routing.operatorTenant();
  if (!tenantId) return;
  const actor = { kind: 'system', name: 'mailedge' } as const;
  const act = { actor, means: 'job', at: now(), correlationId: newId(), remoteAddress: null } as const;
  await database.withTenant({ ...act, tenantId }, async (sql) => {
    const board = new PgCompliance(sql);
    const last = await board.lastAmong(['scanner.unavailable', 'scanner.restored']);
    const event = scannerOutageEvent(isDown, last);
    if (event) await board.raise([event]);
  });
}
