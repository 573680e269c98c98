import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { CguPublishInput, CguVersionConnection, CguVersionType } from '../../types/cgu.js';
import { described } from '../../types/described.js';
import { PageArguments } from '../../types/page.js';
import type { Refus } from '../../types/refus.js';
import { CguVersionResult } from '../../types/results.js';
import { answer } from '../answer.js';

/** The operator's terms of use. */
@Resolver()
export class CguOperations {
  @Query(
    () => CguVersionConnection,
    described(
      'Versions publiées des conditions générales d’utilisation, la dernière d’abord.',
      'Published versions of the terms of use, the last one first.',
    ),
  )
  cguVersions(@Ctx() context: ApiContext, @Args() page: PageArguments): Promise<CguVersionConnection> {
    return signedIn(context).cgu.page(page);
  }

  @Query(() => CguVersionType, {
    nullable: true,
    ...described(
      'La version en vigueur ; absente tant que l’opérateur n’en a publié aucune.',
      'The version in force; absent until the operator publishes one.',
    ),
  })
  cguInForce(@Ctx() context: ApiContext): Promise<CguVersionType | null> {
    return signedIn(context).cgu.inForce();
  }

  @Mutation(
    () => CguVersionResult,
    described(
      'Publie une version pour toutes les structures (administrateur de l’opérateur, jamais une clé). Elle ne change plus ensuite.',
      'Publishes a version for all structures (operator administrator, never a key). It never changes afterwards.',
    ),
  )
  async cguPublish(
    @Ctx() context: ApiContext,
    @Arg('version', () => CguPublishInput, described('La version.', 'The version.'))
    { name, textFr, textEn, documentUrl, documentSha256, inForceAt }: CguPublishInput,
  ): Promise<CguVersionType | Refus> {
    return answer(
      await signedIn(context).cgu.publish({
        ...{ name, french: textFr ?? null, english: textEn ?? null },
        documentUrl: documentUrl ?? null,
        documentSha256: documentSha256 ?? null,
        inForceAt: inForceAt ?? null,
      }),
    );
  }

  @Mutation(
    () => CguVersionResult,
    described(
      'La personne qui appelle accepte cette version, dans toutes ses structures ; l’accepter de nouveau ne change rien.',
      'The calling person accepts this version, in all their structures; accepting it again changes nothing.',
    ),
  )
  async cguAccept(
    @Ctx() context: ApiContext,
    @Arg(
      'versionId',
      () => ID,
      described('Identifiant de la version lue.', 'Identifier of the version that was read.'),
    )
    versionId: string,
  ): Promise<CguVersionType | Refus> {
    return answer(await signedIn(context).cgu.accept(versionId));
  }
}
