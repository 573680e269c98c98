import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { AccessTimeName, BalRoleName } from './enums.js';
import { connectionOf, edgeOf } from './page.js';
import { PersonType } from './person.js';
import { DateTime } from './scalars.js';

const MAY_READ = described('Vrai pour lire les messages.', 'True to read messages.');
const MAY_SEND = described('Vrai pour envoyer.', 'True to send.');
const REASON = described(
  'Motif, montré à ceux qui répondent de la BAL.',
  'Reason, shown to those who answer for the BAL.',
);
const ENDS_AT = {
  nullable: true,
  ...described(
    'Fin, exclue ; absente pour un accès sans terme.',
    'End, excluded; absent for an access without end.',
  ),
} as const;
const VERSION = described('Version lue de l’accès.', 'Version of the access that was read.');

@ObjectType('BalAccess', shown('Accès d’une personne à une BAL.', 'Access of a person to a BAL.'))
export class BalAccessType {
  @Field(() => ID, described('Identifiant de l’accès.', 'Identifier of the access.'))
  id!: string;

  @Field(() => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.'))
  balId!: string;

  @Field(() => String, described('Adresse de la BAL.', 'Address of the BAL.'))
  balAddress!: string;

  @Field(() => PersonType, described('Qui a cet accès.', 'Who has that access.'))
  person!: PersonType;

  @Field(() => BalRoleName, described('Rôle sur la BAL.', 'Role on the BAL.'))
  role!: BalRoleName;

  @Field(() => Boolean, MAY_READ)
  mayRead!: boolean;

  @Field(() => Boolean, MAY_SEND)
  maySend!: boolean;

  @Field(() => DateTime, described('Début.', 'Beginning.'))
  startsAt!: Date;

  @Field(() => DateTime, ENDS_AT)
  endsAt!: Date | null;

  @Field(() => AccessTimeName, described('Où il en est maintenant.', 'Where it stands now.'))
  time!: AccessTimeName;

  @Field(() => String, REASON)
  reason!: string;

  @Field(() => String, {
    nullable: true,
    ...described('Qui l’a ouvert ; absent pour les plus anciens.', 'Who opened it; absent for the oldest.'),
  })
  grantedBy!: string | null;

  @Field(() => DateTime, described('Quand il a été ouvert.', 'When it was opened.'))
  grantedAt!: Date;

  @Field(() => Int, VERSION)
  version!: number;
}

@ObjectType(shown('Un accès et son curseur.', 'An access and its cursor.'))
export class BalAccessEdge extends edgeOf(BalAccessType) {}

@ObjectType(shown('Une page d’accès, les plus récents d’abord.', 'A page of accesses, newest first.'))
export class BalAccessConnection extends connectionOf(BalAccessEdge) {}

@InputType({ ...described('Accès à ouvrir.', 'Access to open.') })
export class AccessGrantInput {
  @Field(() => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.'))
  balId!: string;

  @Field(() => ID, described('Identifiant de la personne.', 'Identifier of the person.'))
  personId!: string;

  @Field(() => BalRoleName, described('Rôle sur la BAL.', 'Role on the BAL.'))
  role!: BalRoleName;

  @Field(() => Boolean, MAY_READ)
  mayRead!: boolean;

  @Field(() => Boolean, MAY_SEND)
  maySend!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Début ; maintenant s’il n’est pas donné.', 'Beginning; now when left out.'),
  })
  startsAt?: Date | null;

  @Field(() => DateTime, ENDS_AT)
  endsAt?: Date | null;

  @Field(() => String, REASON)
  reason!: string;
}

@InputType({ ...described('Ce que devient un accès.', 'What becomes of an access.') })
export class AccessChangeInput {
  @Field(() => ID, described('Identifiant de l’accès.', 'Identifier of the access.'))
  accessId!: string;

  @Field(() => Int, VERSION)
  version!: number;

  @Field(() => Boolean, MAY_READ)
  mayRead!: boolean;

  @Field(() => Boolean, MAY_SEND)
  maySend!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Nouveau début, pour un accès à venir ; inchangé s’il n’est pas donné.',
      'New beginning, for an access to come; unchanged when left out.',
    ),
  })
  startsAt?: Date | null;

  @Field(() => DateTime, ENDS_AT)
  endsAt?: Date | null;

  @Field(() => String, REASON)
  reason!: string;
}

@InputType({
  ...described(
    'Qui devient responsable opérationnel, à la place de qui.',
    'Who becomes responsible, in place of whom.',
  ),
})
export class AccessHandOverInput {
  @Field(() => ID, described('Accès du responsable actuel.', 'Access of the present responsible.'))
  accessId!: string;

  @Field(() => Int, VERSION)
  version!: number;

  @Field(() => ID, described('La personne qui devient responsable.', 'The person who becomes responsible.'))
  personId!: string;

  @Field(() => Boolean, MAY_READ)
  mayRead!: boolean;

  @Field(() => Boolean, MAY_SEND)
  maySend!: boolean;

  @Field(
    () => Boolean,
    described(
      'Vrai si l’ancien responsable reste cotitulaire.',
      'True when the former responsible stays as a co-holder.',
    ),
  )
  staysCoholder!: boolean;

  @Field(() => String, REASON)
  reason!: string;
}
