import { Field, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

@ObjectType('PortalSession', shown('Session du portail.', 'Portal session.'))
export class PortalSessionType {
  @Field(
    () => String,
    described('Jeton à présenter (Authorization: Bearer).', 'Token to present (Authorization: Bearer).'),
  )
  token!: string;

  @Field(
    () => String,
    described('Identifiant national de la personne.', 'National identifier of the person.'),
  )
  idNat!: string;

  @Field(() => String, described('Nom de la personne.', 'Name of the person.'))
  name!: string;

  @Field(() => DateTime, described('Fin au plus tard, même active.', 'Latest end, even when active.'))
  expiresAt!: Date;

  @Field(
    () => DateTime,
    described('Fin si rien n’est fait d’ici là.', 'End when nothing is done until then.'),
  )
  idleAt!: Date;
}
