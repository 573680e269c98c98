import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import {
  type IdentityProviderCheckType,
  IdentityProviderInput,
  type IdentityProviderType,
  type LocalIdentityType,
} from '../../types/identity-provider.js';
import type { Refus } from '../../types/refus.js';
import {
  IdentityProviderCheckResult,
  IdentityProviderResult,
  LocalIdentityResult,
} from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const PERSON_ID = described(
  'Identifiant de la personne dans la structure.',
  'The person’s identifier within the structure.',
);

/** What managers known by Pro Santé Connect, or a key with the scope, decide of the way in without a card. */
@Resolver()
export class IdentityProviderOperations {
  @Mutation(
    () => IdentityProviderResult,
    described(
      'Choisit ou change le fournisseur d’identité des gestionnaires, dont la description est lue et vérifiée.',
      'Sets or changes the identity provider of the managers, whose description is fetched and checked.',
    ),
  )
  async identityProviderSet(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('input', () => IdentityProviderInput, described('Le fournisseur.', 'The provider.'))
    input: IdentityProviderInput,
    @Arg('version', () => Int, {
      nullable: true,
      ...described('Version lue ; absente pour le premier.', 'Version that was read; absent for the first.'),
    })
    version: number | null,
  ): Promise<IdentityProviderType | Refus> {
    return answer(await signedIn(context).identityProviders.set(structureId, { ...input }, version ?? null));
  }

  @Mutation(
    () => IdentityProviderCheckResult,
    described(
      'Essaie un fournisseur sans rien changer : sa description est lue, notre identifiant et notre secret lui sont présentés.',
      'Tries a provider and changes nothing: its description is fetched, our identifier and secret are shown to it.',
    ),
  )
  async identityProviderTest(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('input', () => IdentityProviderInput, {
      nullable: true,
      ...described(
        'Le fournisseur ; absent pour celui qui est choisi.',
        'The provider; absent for the one in force.',
      ),
    })
    input: IdentityProviderInput | null,
  ): Promise<IdentityProviderCheckType | Refus> {
    return answer(await signedIn(context).identityProviders.test(structureId, input && { ...input }));
  }

  @Mutation(
    () => IdentityProviderResult,
    described(
      'Retire le fournisseur d’identité ; les sessions qu’il a ouvertes s’arrêtent.',
      'Removes the identity provider; the sessions it opened end.',
    ),
  )
  async identityProviderRemove(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('version', () => Int, described('Version lue.', 'Version that was read.')) version: number,
  ): Promise<IdentityProviderType | Refus> {
    return answer(await signedIn(context).identityProviders.remove(structureId, version));
  }

  @Mutation(
    () => LocalIdentityResult,
    described(
      'Permet à une personne d’entrer par le fournisseur, sous cette adresse ; de nouveau, pour la lier à un autre compte.',
      'Lets a person in by the provider, under that address; again, to bind them to another account.',
    ),
  )
  async localIdentityRegister(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('personId', () => ID, PERSON_ID) personId: string,
    @Arg(
      'email',
      () => String,
      described('Adresse, d’un des domaines du fournisseur.', 'Address, of one of the provider’s domains.'),
    )
    email: string,
  ): Promise<LocalIdentityType | Refus> {
    return answer(await signedIn(context).identityProviders.register(structureId, personId, email));
  }

  @Mutation(
    () => LocalIdentityResult,
    described(
      'N’y laisse plus entrer une personne ; ses sessions ainsi ouvertes s’arrêtent.',
      'Lets a person in by it no more; the sessions it opened for them end.',
    ),
  )
  async localIdentityRemove(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('personId', () => ID, PERSON_ID) personId: string,
  ): Promise<LocalIdentityType | Refus> {
    return answer(await signedIn(context).identityProviders.forget(structureId, personId));
  }
}
