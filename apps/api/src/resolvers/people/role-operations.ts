import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { StructureRoleName } from '../../types/enums.js';
import type { PersonType } from '../../types/person.js';
import type { Refus } from '../../types/refus.js';
import { PersonResult } from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const PERSON_ID = described('Identifiant de la personne.', 'Identifier of the person.');
const ROLE = described('Le rôle.', 'The role.');

/** Who administers a structure. None of these roles opens a BAL. */
@Resolver()
export class RoleOperations {
  @Mutation(
    () => PersonResult,
    described(
      'Donne un rôle à une personne de la structure (gestionnaire, ou clé « role:write »).',
      'Gives a role to a person of the structure (manager, or key with “role:write”).',
    ),
  )
  async roleGrant(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('personId', () => ID, PERSON_ID) personId: string,
    @Arg('role', () => StructureRoleName, ROLE) role: StructureRoleName,
  ): Promise<PersonType | Refus> {
    return answer(await signedIn(context).people.grantRole(structureId, personId, role));
  }

  @Mutation(
    () => PersonResult,
    described(
      'Retire un rôle à une personne ; le dernier gestionnaire reste (gestionnaire, ou clé « role:write »).',
      'Takes a role from a person; the last manager stays (manager, or key with “role:write”).',
    ),
  )
  async roleRevoke(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('personId', () => ID, PERSON_ID) personId: string,
    @Arg('role', () => StructureRoleName, ROLE) role: StructureRoleName,
  ): Promise<PersonType | Refus> {
    return answer(await signedIn(context).people.revokeRole(structureId, personId, role));
  }
}
