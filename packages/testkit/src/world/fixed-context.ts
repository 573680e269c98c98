import { type ActContext, parseTenantId, type TenantContext, type TenantId } from '@cachet/mss-core';
import { fictionalId } from './fictional.js';

/** A moment at which tests happen unless they choose another. */
export const NOON = new Date('2026-11-20T12:00:00.000Z');

/** The installation itself acting in a tenant, at noon; anything may be told otherwise. */
export function fixedContext(tenantId: TenantId, change: Partial<ActContext> = {}): TenantContext {
  return {
    actor: { kind: 'system', name: 'test' },
    means: 'job',
    at: NOON,
    correlationId: 'test-correlation',
    remoteAddress: null,
    ...change,
    tenantId,
  };
}

/** A tenant id that nothing else uses. */
export function newTenantId(): TenantId {
  const id = parseTenantId(fictionalId());
  if (id === null) throw new Error('a UUID was expected');
  return id;
}
