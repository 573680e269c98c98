import { Field, ID, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'SecoursAccess',
  shown(
    'Accès de secours de la personne qui appelle, dans une structure.',
    'Backup access of the calling person, in one structure.',
  ),
)
export class SecoursAccessType {
  @Field(() => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
  structureId!: string;

  @Field(() => String, described('Nom de la structure.', 'Name of the structure.'))
  structureName!: string;

  @Field(() => Boolean, described('Vrai si la structure l’a ouvert.', 'True when the structure opened it.'))
  isOn!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Activé depuis ; absent s’il ne l’est pas.', 'Enrolled since; absent when not enrolled.'),
  })
  enrolledAt!: Date | null;
}

@ObjectType(
  'SecoursEnrolment',
  shown(
    'Ce que la personne garde de son accès de secours ; montré une seule fois.',
    'What the person keeps of their backup access; shown once only.',
  ),
)
export class SecoursEnrolmentType {
  @Field(() => String, described('Phrase de passe.', 'Passphrase.'))
  passphrase!: string;

  @Field(
    () => String,
    described('Clé à taper dans l’application d’authentification.', 'Key to type into the authenticator.'),
  )
  key!: string;

  @Field(() => String, described('Adresse otpauth, pour le code QR.', 'otpauth address, for the QR code.'))
  uri!: string;
}

@ObjectType('SecoursHolder', shown('Personne qui a activé son accès.', 'Person who enrolled.'))
export class SecoursHolderType {
  @Field(
    () => String,
    described('Identifiant national de la personne.', 'National identifier of the person.'),
  )
  idNat!: string;

  @Field(() => String, described('Nom de la personne.', 'Name of the person.'))
  name!: string;

  @Field(() => DateTime, described('Activé depuis.', 'Enrolled since.'))
  enrolledAt!: Date;
}

@ObjectType('SecoursPolicy', shown('Accès de secours d’une structure.', 'Backup access of one structure.'))
export class SecoursPolicyType {
  @Field(() => Boolean, described('Vrai s’il est ouvert.', 'True when it is on.'))
  isOn!: boolean;

  @Field(
    () => Boolean,
    described(
      'Vrai si l’opérateur en a configuré la clé : sans elle il ne peut pas être ouvert.',
      'True when the operator configured its key: without it, it cannot be switched on.',
    ),
  )
  isAvailable!: boolean;

  @Field(
    () => Boolean,
    described(
      'Vrai si l’appelant peut l’ouvrir, le fermer et révoquer.',
      'True when the caller may switch it and revoke.',
    ),
  )
  mayManage!: boolean;

  @Field(
    () => [SecoursHolderType],
    described(
      'Personnes qui l’ont activé, par nom, 500 au plus ; vide pour qui ne gère pas la structure.',
      'People who enrolled, by name, 500 at most; empty for those who do not manage the structure.',
    ),
  )
  holders!: readonly SecoursHolderType[];
}
