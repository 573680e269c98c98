import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import {
  type PersonLeftType,
  PersonRegisterInput,
  type PersonType,
  PersonUpdateInput,
} from '../../types/person.js';
import type { Refus } from '../../types/refus.js';
import { PersonLeaveResult, PersonResult } from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');

/** The people a structure knows: registered, changed and let go by its managers and by keys with `person:write`. */
@Resolver()
export class PeopleOperations {
  @Mutation(
    () => PersonResult,
    described(
      'Enregistre une personne ; celle qui l’est déjà est rendue telle quelle (gestionnaire, ou clé « person:write »).',
      'Registers a person; one already registered is answered as they are (manager, or key with “person:write”).',
    ),
  )
  async personRegister(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('person', () => PersonRegisterInput, described('La personne.', 'The person.'))
    person: PersonRegisterInput,
  ): Promise<PersonType | Refus> {
    return answer(await signedIn(context).people.register(structureId, person));
  }

  @Mutation(
    () => PersonResult,
    described(
      'Change ce qui est connu d’une personne, sauf son numéro (gestionnaire, ou clé « person:write »).',
      'Changes what is known of a person, their number excepted (manager, or key with “person:write”).',
    ),
  )
  async personUpdate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('person', () => PersonUpdateInput, described('Ce qu’elle devient.', 'What becomes of them.'))
    person: PersonUpdateInput,
  ): Promise<PersonType | Refus> {
    return answer(await signedIn(context).people.update(structureId, person));
  }

  @Mutation(
    () => PersonLeaveResult,
    described(
      'Une personne quitte la structure : tous ses accès et rôles prennent fin, ses sessions s’arrêtent (gestionnaire, ou clé « person:write »).',
      'A person leaves the structure: all their accesses and roles end, their sessions stop (manager, or key with “person:write”).',
    ),
  )
  async personLeave(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('personId', () => ID, described('Identifiant de la personne.', 'Identifier of the person.'))
    personId: string,
    @Arg(
      'version',
      () => Int,
      described('Version lue de la personne.', 'Version of the person that was read.'),
    )
    version: number,
    @Arg('reason', () => String, described('Motif.', 'Reason.')) reason: string,
  ): Promise<PersonLeftType | Refus> {
    return answer(await signedIn(context).people.leave(structureId, { personId, version, reason }));
  }

  @Mutation(
    () => PersonResult,
    described(
      'Choisit où prévenir la personne qui appelle, hors de l’espace de confiance.',
      'Chooses where to warn the calling person, outside the trust space.',
    ),
  )
  async alertAddressChoose(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('address', () => String, {
      nullable: true,
      ...described(
        'Adresse ordinaire ; absente pour n’être prévenu nulle part.',
        'Ordinary address; absent to be warned nowhere.',
      ),
    })
    address: string | null,
  ): Promise<PersonType | Refus> {
    return answer(await signedIn(context).people.chooseAlertAddress(structureId, address ?? null));
  }
}
