import { Field, ID, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'HeldPublication',
  shown(
    'Un envoi qui retirerait beaucoup de BAL d’un domaine et attend un accord.',
    'A feed that would remove many BAL of a domain and waits for a yes.',
  ),
)
export class HeldPublicationType {
  @Field(() => ID, described('Identifiant.', 'Identifier.'))
  id!: string;

  @Field(() => String, described('Domaine.', 'Domain.'))
  domain!: string;

  @Field(() => DateTime, described('Depuis quand.', 'Since when.'))
  begunAt!: Date;

  @Field(() => Int, described('BAL qui resteraient déclarées.', 'BAL that would stay declared.'))
  declared!: number;

  @Field(() => Int, described('BAL retirées.', 'BAL removed.'))
  removed!: number;

  @Field(
    () => Boolean,
    described(
      'Vrai quand l’accord est donné : il part au prochain envoi.',
      'True once the yes is given: it leaves with the next feed.',
    ),
  )
  isApproved!: boolean;
}
