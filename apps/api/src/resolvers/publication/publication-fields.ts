import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { LocatedAdministeredBal } from '../../bals/show-administered-bal.js';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import type { WholePreview } from '../../publication/show-publication.js';
import { AdministeredBalType } from '../../types/administered-bal.js';
import { described } from '../../types/described.js';
import { PageArguments } from '../../types/page.js';
import {
  BalPublicationType,
  PublicationFindingConnection,
  PublicationPreviewType,
} from '../../types/publication.js';

@Resolver(() => AdministeredBalType)
export class BalPublicationFields {
  @FieldResolver(
    () => BalPublicationType,
    described(
      'Comment l’Annuaire Santé la jugerait, telle qu’elle est maintenant.',
      'How the Annuaire Santé would judge it, as it is now.',
    ),
  )
  publication(@Root() bal: LocatedAdministeredBal, @Ctx() context: ApiContext): Promise<BalPublicationType> {
    return signedIn(context).publication.ofBal(bal);
  }
}

@Resolver(() => PublicationPreviewType)
export class PublicationPreviewFields {
  @FieldResolver(
    () => PublicationFindingConnection,
    described(
      'Constats : les BAL retenues, puis les rejetées, puis les avertissements, par adresse.',
      'Findings: BAL kept back, then rejected, then warnings, by address.',
    ),
  )
  findings(
    @Root() preview: WholePreview,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
  ): PublicationFindingConnection {
    return signedIn(context).publication.findings(preview, page);
  }
}
