import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import type { PublicationPreviewType } from '../../types/publication.js';
import type { Refus } from '../../types/refus.js';
import { PublicationPreviewResult } from '../../types/results.js';
import { answer } from '../answer.js';

@Resolver()
export class PublicationOperations {
  @Query(
    () => PublicationPreviewResult,
    described(
      'Ce que la structure déclarerait à l’Annuaire Santé sur un de ses domaines, jugé avant l’envoi ; rien n’est envoyé.',
      'What the structure would declare to the Annuaire Santé on one of its domains, judged before sending; nothing is sent.',
    ),
  )
  async publicationPreview(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
    structureId: string,
    @Arg('domain', () => String, described('Domaine de la structure.', 'Domain of the structure.'))
    domain: string,
  ): Promise<PublicationPreviewType | Refus> {
    return answer(await signedIn(context).publication.preview(structureId, domain));
  }
}
