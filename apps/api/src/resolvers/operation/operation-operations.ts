import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import type { OperationType } from '../../types/operation.js';
import type { Refus } from '../../types/refus.js';
import { OperationResult } from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const OPERATION_ID = described('Identifiant de l’opération.', 'Identifier of the operation.');

@Resolver()
export class OperationOperations {
  @Query(
    () => OperationResult,
    described(
      'Une opération d’une structure de l’appelant (portée « operation:read »).',
      'An operation of a structure of the caller (scope “operation:read”).',
    ),
  )
  async operation(
    @Ctx() context: ApiContext,
    @Arg('id', () => ID, OPERATION_ID) id: string,
  ): Promise<OperationType | Refus> {
    return answer(await signedIn(context).operations.see(id));
  }

  @Mutation(
    () => OperationResult,
    described(
      'Arrête une opération entre deux lignes ; ce qui est fait reste fait.',
      'Stops an operation between two rows; what is done stays done.',
    ),
  )
  async operationCancel(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('operationId', () => ID, OPERATION_ID) operationId: string,
  ): Promise<OperationType | Refus> {
    return answer(await signedIn(context).operations.cancel(structureId, operationId));
  }

  @Mutation(
    () => OperationResult,
    described(
      'Annule ce qu’une opération a ouvert et qui n’a pas servi depuis. Répond l’opération qui le fait.',
      'Takes back what an operation opened and was not used since. Answers the operation that does so.',
    ),
  )
  async operationRollback(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('operationId', () => ID, OPERATION_ID) operationId: string,
  ): Promise<OperationType | Refus> {
    return answer(await signedIn(context).operations.rollBack(structureId, operationId));
  }
}
