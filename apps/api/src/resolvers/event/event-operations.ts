import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { watchEvents } from '../../events/watch-events.js';
import { described } from '../../types/described.js';
import { EventKindName, StructureEventType } from '../../types/event.js';
import { KINDS } from './kinds.js';

@Resolver()
export class EventOperations {
  @Subscription(() => StructureEventType, {
    subscribe: watchEvents,
    ...described(
      'Ce qui arrive dans une structure, dans l’ordre ; reprend après un curseur sans perte ni doublon.',
      'What happens in a structure, in order; resumes after a cursor, nothing lost and nothing twice.',
    ),
  })
  events(
    @Root() event: StructureEventType,
    @Arg('structureId', () => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
    _structureId: string,
    @Arg('kinds', () => [EventKindName], KINDS) _kinds: EventKindName[] | null,
    @Arg('after', () => String, {
      nullable: true,
      ...described(
        'Curseur du dernier événement reçu ; sans lui, ce qui arrive à partir de maintenant.',
        'Cursor of the last event received; without it, what happens from now on.',
      ),
    })
    _after: string | null,
  ): StructureEventType {
    return event;
  }
}
