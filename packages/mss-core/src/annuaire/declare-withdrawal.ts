import { done, type Outcome, refused } from '../outcome/index.js';

/** A domain that is being withdrawn, and the feed by which the Annuaire was emptied of it. */
export interface EmptiedDomain {
  readonly domain: string;
  readonly askedAt: Date;
  readonly emptiedAt: Date | null;
  readonly feed: EmptyingFeed | null;
}

/** The feed that declared nothing any more, and what its report says. */
export interface EmptyingFeed {
  readonly ticket: string;
  readonly sentAt: Date;
  readonly reportedAt: Date;
  /** BAL that were declared until then. */
  readonly withdrawn: number;
  /** NbBALSup: those that the Annuaire says it deleted. */
  readonly deleted: number;
}

/** Who asks the ANS for it. */
export interface DeclaringOperator {
  readonly name: string;
  readonly identifier: string | null;
}

/** What Annexe 1, « Déclaration de domaine MSSanté », says of a domain that leaves the liste blanche. */
export interface WithdrawalDeclaration {
  readonly domain: string;
  readonly operator: DeclaringOperator;
  /** DN that the liste blanche in force binds to the domain. */
  readonly certificates: readonly string[];
  readonly madeAt: Date;
  readonly feed: EmptyingFeed;
}

/** The declaration is there once a report showed that the Annuaire publishes nothing of the domain. Refuses domainNotEmptied. */
// EX_GBM_6020: the BAL leave the Annuaire before the domain leaves the liste blanche.
export function declareWithdrawal(
  { domain, emptiedAt, feed }: EmptiedDomain,
  by: Pick<WithdrawalDeclaration, 'operator' | 'certificates' | 'madeAt'>,
): Outcome<WithdrawalDeclaration> {
  if (!emptiedAt || !feed) return refused('domainNotEmptied', { domain });
  return done({ domain, ...by, feed });
}
