import { Arg, Args, ArgsType, Ctx, Field, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { DirectorySearchConnection } from '../../types/directory.js';
import { DirectoryCopyType } from '../../types/directory-copy.js';
import { PageArguments } from '../../types/page.js';
import type { Refus } from '../../types/refus.js';
import { DirectoryCopyResult } from '../../types/results.js';
import { answer } from '../answer.js';

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

  @Query(
    () => [DirectoryCopyType],
    described(
      'Copies de l’Annuaire Santé en service, et celles qui attendent un accord (personnes de l’opérateur, ou sa clé « compliance:read »).',
      'Copies of the Annuaire Santé in service, and those that await a yes (people of the operator, or its key with “compliance:read”).',
    ),
  )
  directoryCopies(@Ctx() context: ApiContext): Promise<readonly DirectoryCopyType[]> {
    return signedIn(context).directoryCopies.list();
  }

  @Mutation(
    () => DirectoryCopyResult,
    described(
      'Met en service la copie qui attend un accord (administrateur ou gestionnaire de l’opérateur, jamais une clé).',
      'Puts in service the copy that awaits a yes (administrator or manager of the operator, never a key).',
    ),
  )
  async directoryCopyApprove(
    @Ctx() context: ApiContext,
    @Arg('sha256', () => String, described('Empreinte de la copie montrée.', 'SHA-256 of the copy shown.'))
    sha256: string,
  ): Promise<DirectoryCopyType | Refus> {
    return answer(await signedIn(context).directoryCopies.approve(sha256));
  }
}
