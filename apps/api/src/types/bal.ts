import { Field, ID, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { BalKindName, BalRoleName, BalStateName } from './enums.js';
import { ByteCount } from './scalars.js';

@ObjectType('Bal', shown('Boîte aux lettres MSSanté.', 'MSSanté mailbox account.'))
export class BalType {
  @Field(() => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.'))
  id!: string;

  @Field(() => String, described('Adresse MSSanté.', 'MSSanté address.'))
  address!: string;

  @Field(() => BalKindName, described('Type de BAL.', 'Kind of BAL.'))
  kind!: BalKindName;

  @Field(() => BalStateName, described('État de la BAL.', 'State of the BAL.'))
  state!: BalStateName;

  @Field(() => Boolean, described('Vrai pour une BAL de test.', 'True for a test BAL.'))
  isTest!: boolean;

  @Field(() => String, described('Description publiée.', 'Published description.'))
  description!: string;

  @Field(() => ByteCount, described('Quota.', 'Quota.'))
  quotaBytes!: number;

  @Field(() => ByteCount, described('Espace occupé.', 'Space used.'))
  usedBytes!: number;
}

@ObjectType(
  shown(
    'BAL tenue par une personne, et ce qu’elle peut y faire.',
    'A BAL held by a person, and what they may do with it.',
  ),
)
export class BalHolding {
  @Field(() => BalType, described('La BAL.', 'The BAL.'))
  bal!: BalType;

  @Field(() => BalRoleName, described('Rôle le plus fort en vigueur.', 'Strongest role in force.'))
  role!: BalRoleName;

  @Field(
    () => Boolean,
    described('Vrai si la personne peut lire les messages.', 'True when the person may read messages.'),
  )
  mayRead!: boolean;

  @Field(() => Boolean, described('Vrai si la personne peut envoyer.', 'True when the person may send.'))
  maySend!: boolean;

  @Field(
    () => Boolean,
    described(
      'Vrai si la personne répond de la BAL : elle en gère les accès.',
      'True when the person answers for the BAL: they manage its accesses.',
    ),
  )
  mayManageAccesses!: boolean;
}
