import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import {
  AccessChangeInput,
  AccessGrantInput,
  AccessHandOverInput,
  type BalAccessType,
} from '../../types/access.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import { AccessResult } from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const BY_WHOM =
  'par un gestionnaire, une clé « access:write », ou le responsable et les cotitulaires de la BAL';
const BY_WHOM_EN = 'by a manager, a key with “access:write”, or the responsible and co-holders of the BAL';

/** Who may open which BAL. Those who answer for the BAL are told of each new access by a letter. */
@Resolver()
export class AccessOperations {
  @Mutation(
    () => AccessResult,
    described(`Ouvre un accès à une BAL, ${BY_WHOM}.`, `Opens an access to a BAL, ${BY_WHOM_EN}.`),
  )
  async accessGrant(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('access', () => AccessGrantInput, described('L’accès à ouvrir.', 'The access to open.'))
    access: AccessGrantInput,
  ): Promise<BalAccessType | Refus> {
    return answer(await signedIn(context).accesses.grant(structureId, access));
  }

  @Mutation(
    () => AccessResult,
    described(
      `Change les droits ou les dates d’un accès, ${BY_WHOM} ; jamais les siens.`,
      `Changes the rights or dates of an access, ${BY_WHOM_EN}; never one’s own.`,
    ),
  )
  async accessChange(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('change', () => AccessChangeInput, described('Ce qu’il devient.', 'What becomes of it.'))
    change: AccessChangeInput,
  ): Promise<BalAccessType | Refus> {
    return answer(await signedIn(context).accesses.change(structureId, change));
  }

  @Mutation(
    () => AccessResult,
    described(
      `Met fin à un accès, ${BY_WHOM} ; les sessions qu’il tenait ouvertes s’arrêtent.`,
      `Ends an access, ${BY_WHOM_EN}; the sessions it held open end.`,
    ),
  )
  async accessEnd(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('accessId', () => ID, described('Identifiant de l’accès.', 'Identifier of the access.'))
    accessId: string,
    @Arg('version', () => Int, described('Version lue de l’accès.', 'Version of the access that was read.'))
    version: number,
    @Arg('reason', () => String, described('Motif.', 'Reason.')) reason: string,
  ): Promise<BalAccessType | Refus> {
    return answer(await signedIn(context).accesses.end(structureId, accessId, version, reason));
  }

  @Mutation(
    () => AccessResult,
    described(
      `Change le responsable opérationnel d’une BAL organisationnelle ou applicative, ${BY_WHOM}. Répond l’accès du nouveau.`,
      `Changes the responsible of an organisational or applicative BAL, ${BY_WHOM_EN}. Answers the access of the new one.`,
    ),
  )
  async accessHandOver(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('handOver', () => AccessHandOverInput, described('Qui succède à qui.', 'Who succeeds whom.'))
    handOver: AccessHandOverInput,
  ): Promise<BalAccessType | Refus> {
    return answer(await signedIn(context).accesses.handOver(structureId, handOver));
  }
}
