import { Field, ID, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { StructureKindName, StructureRoleName } from './enums.js';

@ObjectType('Structure', shown('Structure cliente de l’opérateur.', 'A client structure of the operator.'))
export class StructureType {
  @Field(() => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
  id!: string;

  @Field(() => String, described('Nom.', 'Name.'))
  name!: string;

  @Field(() => StructureKindName, described('Nature.', 'Nature.'))
  kind!: StructureKindName;

  @Field(() => String, {
    nullable: true,
    ...described('Numéro FINESS, s’il existe.', 'FINESS number, if any.'),
  })
  finess!: string | null;
}

@ObjectType(shown('Quelques comptes d’une structure.', 'A few counts of a structure.'))
export class StructureCounts {
  @Field(() => Int, described('BAL en service.', 'BAL in service.'))
  activeBals!: number;

  @Field(() => Int, described('BAL suspendues.', 'Suspended BAL.'))
  suspendedBals!: number;

  @Field(() => Int, described('Remises en file ou retardées.', 'Deliveries queued or deferred.'))
  pendingDeliveries!: number;

  @Field(() => Int, described('Remises abouties depuis 24 heures.', 'Deliveries done in the last 24 hours.'))
  deliveredLastDay!: number;

  @Field(
    () => Int,
    described('Remises en échec depuis 24 heures.', 'Deliveries failed in the last 24 hours.'),
  )
  failedLastDay!: number;
}

@ObjectType(shown('Structure où une personne a un rôle.', 'A structure where a person has a role.'))
export class StructureMembership {
  @Field(() => StructureType, described('La structure.', 'The structure.'))
  structure!: StructureType;

  @Field(() => [StructureRoleName], described('Rôles de la personne.', 'Roles of the person.'))
  roles!: StructureRoleName[];
}
