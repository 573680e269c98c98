import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { EventKindName, StructureEventConnection } from '../../types/event.js';
import { PageArguments } from '../../types/page.js';
import { StructureType } from '../../types/structure.js';
import { KINDS } from './kinds.js';

@Resolver(() => StructureType)
export class EventFields {
  @FieldResolver(
    () => StructureEventConnection,
    described(
      'Ce qui est arrivé, le plus ancien d’abord : pour rattraper ce qu’un abonnement a manqué.',
      'What happened, oldest first: to catch up with what a subscription missed.',
    ),
  )
  events(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
    @Arg('kinds', () => [EventKindName], KINDS) kinds: EventKindName[] | null,
  ): Promise<StructureEventConnection> {
    return signedIn(context).events.page(structure.id, page, kinds ?? null);
  }

  @FieldResolver(
    () => String,
    described(
      'Curseur du dernier événement : ce qui suit est à venir.',
      'Cursor of the last event: what follows is still to come.',
    ),
  )
  lastEventCursor(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<string> {
    return signedIn(context).events.lastCursor(structure.id);
  }
}
