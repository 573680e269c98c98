import { Field, Int, ObjectType } from 'type-graphql';
import { BalType } from './bal.js';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'SendingLimits',
  shown(
    'Nombre de destinataires auxquels une structure laisse écrire en une heure : ce qu’un compte volé pourrait envoyer.',
    'To how many recipients a structure lets people write within an hour: what a stolen account could send.',
  ),
)
export class SendingLimitsType {
  @Field(
    () => Boolean,
    described(
      'Vrai si la structure les a choisies, faux pour les limites ordinaires.',
      'True when the structure chose them, false for the ordinary ones.',
    ),
  )
  areChosen!: boolean;

  @Field(
    () => Int,
    described(
      'Pour chaque BAL personnelle ou organisationnelle.',
      'For each personal or organisational BAL.',
    ),
  )
  perBal!: number;

  @Field(() => Int, described('Pour chaque BAL applicative.', 'For each applicative BAL.'))
  perApplicativeBal!: number;

  @Field(() => Int, described('Pour toute la structure.', 'For the whole structure.'))
  perStructure!: number;
}

@ObjectType('BalSendingUse', shown('Ce qu’une BAL a envoyé.', 'What a BAL sent.'))
export class BalSendingUseType {
  @Field(() => BalType, described('La BAL.', 'The BAL.'))
  bal!: BalType;

  @Field(() => Int, described('Destinataires depuis une heure.', 'Recipients within the last hour.'))
  recipients!: number;
}

@ObjectType(
  'SendingUse',
  shown(
    'Destinataires auxquels une structure a écrit depuis une heure.',
    'Recipients that a structure wrote to within the last hour.',
  ),
)
export class SendingUseType {
  @Field(() => Int, described('Pour toute la structure.', 'For the whole structure.'))
  recipients!: number;

  @Field(
    () => [BalSendingUseType],
    described('Les BAL qui ont le plus écrit, dix au plus.', 'The BAL that wrote most, ten at most.'),
  )
  busiest!: readonly BalSendingUseType[];
}

@ObjectType(
  'AttachedStructure',
  shown(
    'Structure dont les certificats ouvrent une BAL applicative.',
    'A structure whose certificates open an applicative BAL.',
  ),
)
export class AttachedStructureType {
  @Field(
    () => String,
    described(
      'Identifiant national : 1 puis le FINESS, 3 puis le SIRET.',
      'National identifier: 1 and the FINESS number, 3 and the SIRET.',
    ),
  )
  idNat!: string;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Moment de l’autorisation ; absent pour la structure de la BAL elle-même.',
      'When it was authorised; absent for the structure of the BAL itself.',
    ),
  })
  authorisedAt!: Date | null;
}

@ObjectType(
  'ApplicativeBal',
  shown(
    'BAL applicative et les structures dont les certificats l’ouvrent.',
    'An applicative BAL and the structures whose certificates open it.',
  ),
)
export class ApplicativeBalType {
  @Field(() => BalType, described('La BAL.', 'The BAL.'))
  bal!: BalType;

  @Field(
    () => [AttachedStructureType],
    described(
      'La structure elle-même si elle a un FINESS, puis celles qu’elle a autorisées.',
      'The structure itself when it has a FINESS number, then those it authorised.',
    ),
  )
  structures!: readonly AttachedStructureType[];
}

@ObjectType(shown('Une BAL applicative et son curseur.', 'An applicative BAL and its cursor.'))
export class ApplicativeBalEdge extends edgeOf(ApplicativeBalType) {}

@ObjectType(
  shown(
    'Une page des BAL applicatives, les plus récentes d’abord.',
    'A page of the applicative BAL, newest first.',
  ),
)
export class ApplicativeBalConnection extends connectionOf(ApplicativeBalEdge) {}
