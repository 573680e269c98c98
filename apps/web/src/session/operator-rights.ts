import type { WhoAmIQuery } from '../gql/documents.ts';

type Membership = WhoAmIQuery['me']['structures'][number];

/** What a person may do with what is the whole installation's, by their roles at the operator's own structure. The API judges again. */
export function operatorRights(memberships: readonly Membership[]): {
  readonly maySee: boolean;
  readonly mayApprove: boolean;
  readonly mayRunJobs: boolean;
} {
  const roles = memberships
    .filter(({ structure }) => structure.kind === 'OPERATOR')
    .flatMap((membership) => membership.roles);
  return {
    maySee: roles.length > 0,
    mayApprove: roles.some((role) => role === 'OPERATOR_ADMIN' || role === 'MANAGER'),
    mayRunJobs: roles.includes('OPERATOR_ADMIN'),
  };
}
