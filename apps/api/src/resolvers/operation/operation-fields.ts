import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { OperationRowStateName } from '../../types/enums.js';
import { OperationConnection, OperationRowConnection, OperationType } from '../../types/operation.js';
import { AFTER, FIRST } from '../../types/page.js';
import { StructureType } from '../../types/structure.js';

@Resolver(() => StructureType)
export class StructureOperationFields {
  @FieldResolver(
    () => OperationConnection,
    described(
      'Opérations en nombre, les plus récentes d’abord (portée « operation:read »).',
      'Operations over many rows, newest first (scope “operation:read”).',
    ),
  )
  operations(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: string | null,
  ): Promise<OperationConnection> {
    return signedIn(context).operations.page(structure.id, { first, after: after ?? null });
  }
}

@Resolver(() => OperationType)
export class OperationFields {
  @FieldResolver(
    () => OperationRowConnection,
    described(
      'Lignes, dans leur ordre, avec ce qu’il en est advenu.',
      'Rows in their order, with what became of them.',
    ),
  )
  rows(
    @Root() operation: OperationType,
    @Ctx() context: ApiContext,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: string | null,
    @Arg('states', () => [OperationRowStateName], {
      nullable: true,
      ...described('Seulement dans ces états.', 'Only in these states.'),
    })
    states: OperationRowStateName[] | null,
  ): Promise<OperationRowConnection> {
    const page = { first, after: after ?? null };
    return signedIn(context).operations.rows(operation.structureId, operation.id, page, states ?? null);
  }
}
