import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import {
  EncryptedTreatmentName,
  InfectedTreatmentName,
  type MalwarePolicyType,
  type QuarantinedMessageType,
} from '../../types/quarantine.js';
import type { Refus } from '../../types/refus.js';
import { MalwarePolicyResult, QuarantinedMessageResult } from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');

/** What a manager does with the quarantine. There is no release: what was found infected reaches nobody. */
@Resolver()
export class QuarantineOperations {
  @Mutation(
    () => QuarantinedMessageResult,
    described(
      'Détruit le contenu d’un message en quarantaine ; ses faits restent jusqu’à la fin de la garde.',
      'Destroys the content of a quarantined message; its facts stay until it stops being kept.',
    ),
  )
  async quarantineDestroy(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg(
      'id',
      () => ID,
      described('Identifiant du message en quarantaine.', 'Identifier of the quarantined message.'),
    )
    id: string,
  ): Promise<QuarantinedMessageType | Refus> {
    return answer(await signedIn(context).quarantine.destroy(structureId, id));
  }

  @Mutation(
    () => MalwarePolicyResult,
    described(
      'Choisit ce qui est fait des messages infectés de la structure.',
      'Chooses what is done with infected messages of the structure.',
    ),
  )
  async malwarePolicySet(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('infected', () => InfectedTreatmentName, described('Messages infectés.', 'Infected messages.'))
    infected: InfectedTreatmentName,
    @Arg('encrypted', () => EncryptedTreatmentName, described('Contenus chiffrés.', 'Encrypted content.'))
    encrypted: EncryptedTreatmentName,
  ): Promise<MalwarePolicyType | Refus> {
    return answer(await signedIn(context).quarantine.setPolicy(structureId, { infected, encrypted }));
  }
}
