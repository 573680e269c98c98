import type { ExportFormat } from '@cachet/mss-core';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { BalExportFormatName, type BalExportLinkType } from '../../types/bal-export.js';
import { described } from '../../types/described.js';
import type { OperationType } from '../../types/operation.js';
import type { Refus } from '../../types/refus.js';
import { BalExportLinkResult, OperationResult } from '../../types/results.js';
import { answer } from '../answer.js';

const OPERATION_ID = described('Identifiant de l’opération.', 'Identifier of the operation.');

/** All the messages of a BAL, by those who answer for it. Neither a key, a manager, an auditor nor the operator has any of them. */
// RE_GBM_4450
@Resolver()
export class BalExportOperations {
  @Mutation(
    () => OperationResult,
    described(
      'Demande tous les messages d’une BAL dont l’appelant répond et qu’il lit. Celle d’une BAL suspendue attend (WAITING) l’accord de la structure.',
      'Asks for all the messages of a BAL that the caller answers for and reads. That of a suspended BAL waits (WAITING) until its structure agrees.',
    ),
  )
  async balExport(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.')) balId: string,
  ): Promise<OperationType | Refus> {
    return answer(await signedIn(context).exports.ask(balId));
  }

  @Mutation(
    () => OperationResult,
    described(
      'Laisse qui l’a demandé emporter les messages d’une BAL suspendue (portée « bal:write »). Qui accorde n’en voit aucun ; operationCancel refuse.',
      'Lets whoever asked take the messages of a suspended BAL away (scope “bal:write”). Who agrees sees none of them; operationCancel refuses.',
    ),
  )
  async balExportGrant(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
    structureId: string,
    @Arg('operationId', () => ID, OPERATION_ID) operationId: string,
  ): Promise<OperationType | Refus> {
    return answer(await signedIn(context).exports.grant(structureId, operationId));
  }

  @Query(
    () => BalExportLinkResult,
    described(
      'Adresse où télécharger l’archive sans montrer de jeton : pour cette session seule, cinq minutes ; redonnée pendant sept jours. L’opération avance dossier par dossier.',
      'Where to download the archive without showing a token: for this session alone, five minutes; given anew for seven days. The operation goes on folder by folder.',
    ),
  )
  async balExportLink(
    @Ctx() context: ApiContext,
    @Arg('operationId', () => ID, OPERATION_ID) operationId: string,
    @Arg('format', () => BalExportFormatName, described('Forme de l’archive.', 'Form of the archive.'))
    format: ExportFormat,
  ): Promise<BalExportLinkType | Refus> {
    return answer(await signedIn(context).exports.link({ operationId, format }));
  }
}
