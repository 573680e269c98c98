import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { DirectorySearchConnection } from '../../types/directory.js';
import { PageArguments } from '../../types/page.js';

@ArgsType()
class DirectorySearchArguments extends PageArguments {
  @Field(() => String, { nullable: true, ...described('Nom ou prénom d’exercice.', 'Family or given name.') })
  name!: string | null;

  @Field(() => String, { nullable: true, ...described('Profession.', 'Profession.') })
  profession!: string | null;

  @Field(() => String, { nullable: true, ...described('Spécialité.', 'Speciality.') })
  speciality!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Ville, code postal ou département.', 'Town, postal code or department.'),
  })
  town!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Nom de structure, enseigne ou service.', 'Name of a structure, or service.'),
  })
  structure!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Adresse de BAL, ou une partie.', 'Address of a BAL, or a part of it.'),
  })
  bal!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('N’importe lequel de ces critères.', 'Any of these criteria.'),
  })
  text!: string | null;
}

@Resolver()
export class DirectoryOperations {
  @Query(
    () => DirectorySearchConnection,
    described(
      'Cherche des BAL chez cet opérateur et dans l’Annuaire Santé : une BAL répond à tout ce qui est demandé, sans tenir compte des accents ni de la casse, par des mots entiers, leur début, leur milieu ou à une lettre près. Les cent meilleures au plus. Personnes qui ont une BAL ou un rôle, ou clé « directory:read ».',
      'Looks for BAL at this operator and in the Annuaire Santé: a BAL answers all that is asked, accents and capitals apart, by whole words, their beginning, their middle or but for a letter. The best hundred at most. People with a BAL or a role, or key with “directory:read”.',
    ),
  )
  directorySearch(
    @Ctx() context: ApiContext,
    @Args() { first, after, last, before, ...query }: DirectorySearchArguments,
  ): Promise<DirectorySearchConnection> {
    return signedIn(context).directory.search(query, { first, after, last, before });
  }
}
