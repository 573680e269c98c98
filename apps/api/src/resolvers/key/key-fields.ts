import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { ApiKeyConnection } from '../../types/api-key.js';
import { described } from '../../types/described.js';
import { PageArguments } from '../../types/page.js';
import { StructureType } from '../../types/structure.js';

@Resolver(() => StructureType)
export class KeyFields {
  @FieldResolver(
    () => ApiKeyConnection,
    described(
      'Clés des applications partenaires, pour les gestionnaires ; à une clé (portée « key:write »), elle-même et celles qu’elle a créées.',
      'Keys of partner applications, for managers; to a key (scope “key:write”), itself and those it made.',
    ),
  )
  apiKeys(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
  ): Promise<ApiKeyConnection> {
    return signedIn(context).keys.page(structure.id, page);
  }
}
