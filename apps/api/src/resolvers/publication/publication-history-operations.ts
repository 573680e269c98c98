import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { BalPublicationInput } from '../../types/bal-publication-input.js';
import { described } from '../../types/described.js';
import { HeldPublicationType } from '../../types/held-publication.js';
import { PageArguments } from '../../types/page.js';
import type { BalDirectorySettingsType } from '../../types/publication.js';
import { PublicationAnomalyConnection, PublicationAnomalyFilter } from '../../types/publication-anomaly.js';
import {
  PublicationCorrectionConnection,
  PublicationCorrectionState,
  type PublicationCorrectionType,
} from '../../types/publication-correction.js';
import {
  PublicationConnection,
  PublicationDifferenceConnection,
  PublicationType,
} from '../../types/publication-history.js';
import type { Refus } from '../../types/refus.js';
import {
  BalDirectorySettingsResult,
  HeldPublicationResult,
  PublicationCorrectionResult,
  PublicationResult,
} from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const PUBLICATION_ID = described('Identifiant de l’envoi.', 'Identifier of the feed.');
const CORRECTION_ID = described('Identifiant de la correction.', 'Identifier of the correction.');

/** What was sent to the Annuaire Santé, what came back, and what is decided of it. */
@Resolver()
export class PublicationHistoryOperations {
  @Query(
    () => PublicationConnection,
    described(
      'Envois de la structure à l’Annuaire Santé, les plus récents d’abord (gestionnaire, auditeur, ou clé « bal:read »).',
      'Feeds of the structure to the Annuaire Santé, newest first (manager, auditor, or key with “bal:read”).',
    ),
  )
  publications(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Args() page: PageArguments,
    @Arg('domain', () => String, { nullable: true, ...described('D’un seul domaine.', 'Of one domain.') })
    domain: string | null,
  ): Promise<PublicationConnection> {
    return signedIn(context).publications.page(structureId, page, domain ?? null);
  }

  @Query(() => PublicationType, {
    nullable: true,
    ...described('Un envoi de la structure.', 'A feed of the structure.'),
  })
  publication(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('publicationId', () => ID, PUBLICATION_ID) publicationId: string,
  ): Promise<PublicationType | null> {
    return signedIn(context).publications.one(structureId, publicationId);
  }

  @Query(
    () => PublicationDifferenceConnection,
    described(
      'Ce qu’un envoi change, par adresse : au précédent, ou à un autre du même domaine.',
      'What a feed changes, by address: beside the one before, or beside another of the same domain.',
    ),
  )
  publicationDifferences(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('publicationId', () => ID, PUBLICATION_ID) publicationId: string,
    @Args() page: PageArguments,
    @Arg('since', () => ID, {
      nullable: true,
      ...described('Envoi plus ancien auquel le comparer.', 'Earlier feed to compare it with.'),
    })
    since: string | null,
  ): Promise<PublicationDifferenceConnection> {
    const compared = { publicationId, since: since ?? null };
    return signedIn(context).publications.differences(structureId, compared, page);
  }

  @Query(
    () => PublicationAnomalyConnection,
    described(
      'Ce que l’Annuaire Santé reproche aux BAL de la structure, le plus récent d’abord (gestionnaire, auditeur, ou clé « bal:read »).',
      'What the Annuaire Santé holds against the BAL of the structure, newest first (manager, auditor, or key with “bal:read”).',
    ),
  )
  publicationAnomalies(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Args() page: PageArguments,
    @Arg('filter', () => PublicationAnomalyFilter, {
      nullable: true,
      ...described('Celles qui sont voulues.', 'Those that are wanted.'),
    })
    filter: PublicationAnomalyFilter | null,
  ): Promise<PublicationAnomalyConnection> {
    return signedIn(context).publications.anomalies(structureId, page, filter ?? {});
  }

  @Query(
    () => PublicationCorrectionConnection,
    described(
      'Ce que l’Annuaire Santé connaît autrement des personnes de la structure (gestionnaire, auditeur, ou clé « person:read »).',
      'What the Annuaire Santé knows otherwise of the people of the structure (manager, auditor, or key with “person:read”).',
    ),
  )
  publicationCorrections(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Args() page: PageArguments,
    @Arg('state', () => PublicationCorrectionState, {
      nullable: true,
      ...described('Celles qui en sont là.', 'Those that stand there.'),
    })
    state: PublicationCorrectionState | null,
    @Arg('balId', () => ID, { nullable: true, ...described('De cette BAL.', 'Of that BAL.') })
    balId: string | null,
  ): Promise<PublicationCorrectionConnection> {
    const wanted = { state: state ?? null, balId: balId ?? null };
    return signedIn(context).publications.corrections(structureId, page, wanted);
  }

  @Mutation(
    () => PublicationCorrectionResult,
    described(
      'Applique ce que l’Annuaire Santé connaît d’une personne : son numéro, par lequel elle se connecte, ou son nom (gestionnaire, ou clé « person:write »).',
      'Applies what the Annuaire Santé knows of a person: their number, by which they sign in, or their name (manager, or key with “person:write”).',
    ),
  )
  async publicationCorrectionAccept(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('correctionId', () => ID, CORRECTION_ID) correctionId: string,
  ): Promise<PublicationCorrectionType | Refus> {
    return answer(await signedIn(context).publications.decide(structureId, correctionId, true));
  }

  @Mutation(
    () => PublicationCorrectionResult,
    described(
      'Refuse une correction : elle n’est plus proposée (gestionnaire, ou clé « person:write »).',
      'Declines a correction: it is proposed no more (manager, or key with “person:write”).',
    ),
  )
  async publicationCorrectionDecline(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('correctionId', () => ID, CORRECTION_ID) correctionId: string,
  ): Promise<PublicationCorrectionType | Refus> {
    return answer(await signedIn(context).publications.decide(structureId, correctionId, false));
  }

  @Mutation(
    () => PublicationResult,
    described(
      'Accepte un envoi qui retire beaucoup de BAL : celles qui ont été montrées, et aucune autre (gestionnaire d’un domaine qui n’est qu’à sa structure, jamais une clé).',
      'Accepts a feed that removes many BAL: those that were shown, and no other (manager of a domain of their structure alone, never a key).',
    ),
  )
  async publicationApprove(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('publicationId', () => ID, PUBLICATION_ID) publicationId: string,
  ): Promise<PublicationType | Refus> {
    return answer(await signedIn(context).publications.approve(structureId, publicationId));
  }

  @Query(
    () => [HeldPublicationType],
    described(
      'Envois qui attendent un accord, de toutes les structures (administrateur ou auditeur de l’opérateur).',
      'Feeds that wait for a yes, of all structures (operator administrator or auditor).',
    ),
  )
  publicationsHeld(@Ctx() context: ApiContext): Promise<readonly HeldPublicationType[]> {
    return signedIn(context).publications.held();
  }

  @Mutation(
    () => HeldPublicationResult,
    described(
      'Accepte un envoi qui attend, de quelque structure qu’il soit (administrateur de l’opérateur, jamais une clé).',
      'Accepts a feed that waits, of whichever structure (operator administrator, never a key).',
    ),
  )
  async publicationHeldApprove(
    @Ctx() context: ApiContext,
    @Arg('publicationId', () => ID, PUBLICATION_ID) publicationId: string,
  ): Promise<HeldPublicationType | Refus> {
    return answer(await signedIn(context).publications.approveHeld(publicationId));
  }

  @Mutation(
    () => BalDirectorySettingsResult,
    described(
      'Change ce que l’Annuaire Santé doit savoir d’une BAL (gestionnaire, ou clé « bal:write »).',
      'Changes what the Annuaire Santé must know of a BAL (manager, or key with “bal:write”).',
    ),
  )
  async balPublicationUpdate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('balId', () => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.')) balId: string,
    @Arg(
      'version',
      () => Int,
      described('Version lue de ces réglages.', 'Version of these settings that was read.'),
    )
    version: number,
    @Arg('change', () => BalPublicationInput, described('Ce qui change.', 'What changes.'))
    change: BalPublicationInput,
  ): Promise<BalDirectorySettingsType | Refus> {
    return answer(
      await signedIn(context).publication.changeSettings(structureId, balId, version, change),
      'change',
    );
  }
}
