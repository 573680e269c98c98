import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { IdentityProviderType, LocalIdentityType } from '../../types/identity-provider.js';
import { StructureType } from '../../types/structure.js';

@Resolver(() => StructureType)
export class IdentityProviderFields {
  @FieldResolver(() => IdentityProviderType, {
    nullable: true,
    ...described(
      'Fournisseur d’identité des gestionnaires, pour eux (connus de Pro Santé Connect) et pour une clé (portée « identityProvider:write »).',
      'Identity provider of the managers, for them (known by Pro Santé Connect) and for a key (scope “identityProvider:write”).',
    ),
  })
  identityProvider(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
  ): Promise<IdentityProviderType | null> {
    return signedIn(context).identityProviders.current(structure.id);
  }

  @FieldResolver(
    () => Boolean,
    described(
      'Vrai si qui appelle décide du fournisseur et de ceux qui entrent par lui.',
      'True when the caller decides of the provider and of who comes in by it.',
    ),
  )
  mayManageIdentityProvider(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<boolean> {
    return signedIn(context).identityProviders.mayManage(structure.id);
  }

  @FieldResolver(
    () => [LocalIdentityType],
    described(
      'Personnes qui peuvent entrer par lui, cent au plus.',
      'People who may come in by it, a hundred at most.',
    ),
  )
  localIdentities(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
  ): Promise<readonly LocalIdentityType[]> {
    return signedIn(context).identityProviders.identities(structure.id);
  }
}
