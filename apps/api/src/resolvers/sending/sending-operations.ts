import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import { ApplicativeBalResult, SendingLimitsResult } from '../../types/results.js';
import type { ApplicativeBalType, SendingLimitsType } from '../../types/sending.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const BAL_ID = described('Identifiant de la BAL applicative.', 'Identifier of the applicative BAL.');
const ID_NAT = described(
  'Identifiant national de l’autre structure, tel que l’OU de son certificat le porte : 1 puis le FINESS, 3 puis le SIRET.',
  'National identifier of the other structure, as the OU of its certificate holds it: 1 and the FINESS number, 3 and the SIRET.',
);

/** What a manager decides against misuse of the BAL of a structure. A key never does. */
@Resolver()
export class SendingOperations {
  @Mutation(
    () => SendingLimitsResult,
    described(
      'Choisit à combien de destinataires chaque BAL, et la structure entière, peuvent écrire en une heure.',
      'Chooses to how many recipients each BAL, and the whole structure, may write within an hour.',
    ),
  )
  async sendingLimitsSet(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg(
      'perBal',
      () => Int,
      described(
        'Pour chaque BAL, applicatives comprises ; de 1 à 100 000.',
        'For each BAL, applicative ones included; 1 to 100,000.',
      ),
    )
    perBal: number,
    @Arg(
      'perStructure',
      () => Int,
      described(
        'Pour toute la structure ; au moins autant que pour une BAL.',
        'For the whole structure; no less than for one BAL.',
      ),
    )
    perStructure: number,
  ): Promise<SendingLimitsType | Refus> {
    const limits = { perBal, perTenant: perStructure };
    return answer(await signedIn(context).sending.setLimits(structureId, limits));
  }

  @Mutation(
    () => ApplicativeBalResult,
    described(
      'Autorise les certificats d’une autre structure à ouvrir une BAL applicative.',
      'Lets the certificates of another structure open an applicative BAL.',
    ),
  )
  async balStructureAuthorise(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('idNat', () => String, ID_NAT) idNat: string,
  ): Promise<ApplicativeBalType | Refus> {
    return answer(await signedIn(context).sending.authorise(structureId, { balId, idNat }));
  }

  @Mutation(
    () => ApplicativeBalResult,
    described(
      'Retire cette autorisation ; les sessions ouvertes avec ces certificats s’arrêtent.',
      'Takes it back; sessions opened with those certificates end.',
    ),
  )
  async balStructureWithdraw(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('idNat', () => String, ID_NAT) idNat: string,
  ): Promise<ApplicativeBalType | Refus> {
    return answer(await signedIn(context).sending.withdraw(structureId, { balId, idNat }));
  }
}
