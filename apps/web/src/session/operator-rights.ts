import type { WhoAmIQuery } from '../gql/documents.ts';

type Membership = WhoAmIQuery['me']['structures'][number];

/** What a person may do with what is the whole installation's, by their roles at the operator's own structure. The API judges again. */
export function operatorRights(memberships: readonly Membership[]): {
  readonly maySee: boolean;
  readonly mayApprove: boolean;
  /** Feeds to the Annuaire that wait, and domains that leave. */
  readonly maySeeFeeds: boolean;
  /** Runs jobs, says yes to feeds, withdraws domains. */
  readonly isInCharge: boolean;
} {
  const roles = memberships
    .filter(({ structure }) => structure.kind === 'OPERATOR')
    .flatMap((membership) => membership.roles);
  return {
    maySee: roles.length > 0,
    mayApprove: roles.some((role) => role === 'OPERATOR_ADMIN' || role === 'MANAGER'),
    maySeeFeeds: roles.some((role) => role === 'OPERATOR_ADMIN' || role === 'AUDITOR'),
    isInCharge: roles.includes('OPERATOR_ADMIN'),
  };
}
