import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { type DomainWithdrawalDeclarationType, DomainWithdrawalType } from '../../types/domain-withdrawal.js';
import type { Refus } from '../../types/refus.js';
import { DomainWithdrawalDeclarationResult, DomainWithdrawalResult } from '../../types/results.js';
import { answer } from '../answer.js';

const DOMAIN = described('Le domaine.', 'The domain.');

/** Domains that leave the trust space. */
@Resolver()
export class DomainWithdrawalOperations {
  @Query(
    () => [DomainWithdrawalType],
    described(
      'Domaines qui sont retirés (administrateur ou auditeur de l’opérateur).',
      'Domains being withdrawn (operator administrator or auditor).',
    ),
  )
  domainWithdrawals(@Ctx() context: ApiContext): Promise<readonly DomainWithdrawalType[]> {
    return signedIn(context).domainWithdrawals.list();
  }

  @Query(
    () => DomainWithdrawalDeclarationResult,
    described(
      'L’annexe 1 remplie d’un domaine dont l’Annuaire Santé est vidé ; refusée (domainNotEmptied) avant (administrateur de l’opérateur).',
      'Annexe 1 filled in for a domain that the Annuaire Santé is emptied of; refused (domainNotEmptied) before (operator administrator).',
    ),
  )
  async domainWithdrawalDeclaration(
    @Ctx() context: ApiContext,
    @Arg('domain', () => String, DOMAIN) domain: string,
  ): Promise<DomainWithdrawalDeclarationType | Refus> {
    return answer(await signedIn(context).domainWithdrawals.declaration(domain));
  }

  @Mutation(
    () => DomainWithdrawalResult,
    described(
      'Retire un domaine : l’Annuaire Santé est d’abord vidé de ses BAL (administrateur de l’opérateur).',
      'Withdraws a domain: the Annuaire Santé is first emptied of its BAL (operator administrator).',
    ),
  )
  async domainWithdraw(
    @Ctx() context: ApiContext,
    @Arg('domain', () => String, DOMAIN) domain: string,
  ): Promise<DomainWithdrawalType | Refus> {
    return answer(await signedIn(context).domainWithdrawals.withdraw(domain, true));
  }

  @Mutation(
    () => DomainWithdrawalResult,
    described(
      'Garde un domaine qui était retiré : ses BAL sont de nouveau déclarées (administrateur de l’opérateur).',
      'Keeps a domain that was being withdrawn: its BAL are declared again (operator administrator).',
    ),
  )
  async domainKeep(
    @Ctx() context: ApiContext,
    @Arg('domain', () => String, DOMAIN) domain: string,
  ): Promise<DomainWithdrawalType | Refus> {
    return answer(await signedIn(context).domainWithdrawals.withdraw(domain, false));
  }
}
