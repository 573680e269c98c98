import type { StructureViewer } from '../access/index.js';
import type { TenantId } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/**
 * Whether that caller may say yes to a feed that forgets much: who manages the structure, when the domain is of that one alone, or who is in
 * charge at the operator; never a program. Refuses forbidden.
 */
// EX_1.1.1_5010: each feed cancels and replaces.
export function mayApproveFeed(
  viewer: StructureViewer,
  structure: TenantId,
  where: { readonly tenants: readonly TenantId[]; readonly operator: TenantId | null },
): Outcome<void> {
  if (viewer.kind !== 'person') return refused('forbidden');
  const isAlone = where.tenants.length === 1 && where.tenants[0] === structure;
  const isTheirs = viewer.roles.includes('manager') && isAlone;
  const isOperators = viewer.roles.includes('operatorAdmin') && structure === where.operator;
  return isTheirs || isOperators ? done(undefined) : refused('forbidden');
}

/** Whether that caller may withdraw a domain: who is in charge at the operator. Refuses forbidden. */
// EX_GBM_6020
export function mayWithdrawDomain(atOperator: StructureViewer | null): Outcome<void> {
  const isInCharge = atOperator?.kind === 'person' && atOperator.roles.includes('operatorAdmin');
  return isInCharge ? done(undefined) : refused('forbidden');
}

/** Whether that caller may see which feeds wait and which domains are withdrawn: who is in charge at the operator, or audits it. Refuses forbidden. */
export function maySeeHeldFeeds(atOperator: StructureViewer | null): Outcome<void> {
  const isTheirs =
    atOperator?.kind === 'person' &&
    atOperator.roles.some((role) => role === 'operatorAdmin' || role === 'auditor');
  return isTheirs ? done(undefined) : refused('forbidden');
}
