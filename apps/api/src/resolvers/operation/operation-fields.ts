import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { OperationRowStateName } from '../../types/enums.js';
import { OperationConnection, OperationRowConnection, OperationType } from '../../types/operation.js';
import { PageArguments } from '../../types/page.js';
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
    @Args() page: PageArguments,
  ): Promise<OperationConnection> {
    return signedIn(context).operations.page(structure.id, page);
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
    @Args() page: PageArguments,
    @Arg('states', () => [OperationRowStateName], {
      nullable: true,
      ...described('Seulement dans ces états.', 'Only in these states.'),
    })
    states: OperationRowStateName[] | null,
  ): Promise<OperationRowConnection> {
    return signedIn(context).operations.rows(operation.structureId, operation.id, page, states ?? null);
  }
}
