import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { watchOperations } from '../../operations/watch-operations.js';
import { described } from '../../types/described.js';
import { OperationEvent } from '../../types/operation.js';

@Resolver()
export class OperationEvents {
  @Subscription(() => OperationEvent, {
    subscribe: watchOperations,
    ...described(
      'Opérations d’une structure, ou l’une d’elles, à mesure qu’elles avancent.',
      'Operations of a structure, or one of them, as they go on.',
    ),
  })
  operationEvents(
    @Root() event: OperationEvent,
    @Arg('structureId', () => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
    _structureId: string,
    @Arg('operationId', () => ID, {
      nullable: true,
      ...described('Seulement cette opération.', 'Only that operation.'),
    })
    _operationId: string | null,
  ): OperationEvent {
    return event;
  }
}
