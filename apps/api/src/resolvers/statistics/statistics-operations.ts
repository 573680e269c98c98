import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { PageArguments } from '../../types/page.js';
import type { Refus } from '../../types/refus.js';
import { IndicatorsResult, StatisticsDepositResult } from '../../types/results.js';
import {
  type IndicatorsType,
  StatisticsDepositConnection,
  type StatisticsDepositType,
} from '../../types/statistics.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');

/** The monthly statistics of a structure and its indicators. */
@Resolver()
export class StatisticsOperations {
  @Query(
    () => StatisticsDepositConnection,
    described(
      'Dépôts de statistiques à l’ANS pour les domaines de la structure, le dernier mois d’abord (gestionnaire, auditeur, ou clé « compliance:read »).',
      'Deposits of statistics at the ANS for the structure’s domains, the last month first (manager, auditor, or key with “compliance:read”).',
    ),
  )
  statisticsDeposits(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Args() page: PageArguments,
  ): Promise<StatisticsDepositConnection> {
    return signedIn(context).statistics.deposits(structureId, page);
  }

  @Query(
    () => IndicatorsResult,
    described(
      'Indicateurs d’activité de la structure, mois par mois, 24 au plus (gestionnaire, auditeur, ou clé « delivery:read »).',
      'Indicators of the structure’s activity, month by month, 24 at most (manager, auditor, or key with “delivery:read”).',
    ),
  )
  async indicators(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('from', () => String, described('Premier mois, 2026-01.', 'First month, 2026-01.')) from: string,
    @Arg('to', () => String, described('Dernier mois, 2026-11.', 'Last month, 2026-11.')) to: string,
  ): Promise<IndicatorsType | Refus> {
    return answer(await signedIn(context).statistics.indicators(structureId, from, to));
  }

  @Mutation(
    () => StatisticsDepositResult,
    described(
      'Réécrit et redépose les statistiques d’un mois que l’ANS a refusées, une fois la cause corrigée (gestionnaire, ou clé « statistics:write »).',
      'Writes and deposits anew the statistics of a month that the ANS sent back, once the cause is corrected (manager, or key with “statistics:write”).',
    ),
  )
  async statisticsRedeposit(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('depositId', () => ID, described('Identifiant du dépôt.', 'Identifier of the deposit.'))
    depositId: string,
  ): Promise<StatisticsDepositType | Refus> {
    return answer(await signedIn(context).statistics.redeposit(structureId, depositId));
  }
}
