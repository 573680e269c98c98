import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BalType } from './bal.js';
import { described, shown } from './described.js';
import { BalKindName } from './enums.js';
import { connectionOf, edgeOf } from './page.js';
import { Refus } from './refus.js';
import { ByteCount, DateTime } from './scalars.js';

export enum BalMotiveName {
  MISUSE = 'misuse',
  SECURITY = 'security',
  STRUCTURE_REQUEST = 'structureRequest',
  ANS_REQUEST = 'ansRequest',
  RESPONSIBLE_GONE = 'responsibleGone',
  DEPARTURE = 'departure',
  NOT_NEEDED = 'notNeeded',
  STRUCTURE_CLOSED = 'structureClosed',
  INACTIVITY = 'inactivity',
  ERROR = 'error',
  OTHER = 'other',
}
registerEnumType(BalMotiveName, {
  name: 'BalMotive',
  ...described('Motif de suspension ou de suppression d’une BAL.', 'Why a BAL is suspended or deleted.'),
  valuesConfig: {
    MISUSE: described('Usage contraire aux conditions générales.', 'Use against the terms of service.'),
    SECURITY: described('Risque de sécurité ou compte compromis.', 'Security risk or compromised account.'),
    STRUCTURE_REQUEST: described('Demande de la structure.', 'Request of the structure.'),
    ANS_REQUEST: described('Demande de l’ANS.', 'Request of the ANS.'),
    RESPONSIBLE_GONE: described('Responsable parti ou non remplacé.', 'Responsible gone or not replaced.'),
    DEPARTURE: described('Départ du titulaire (suppression).', 'Departure of its holder (deletion).'),
    NOT_NEEDED: described('BAL devenue inutile (suppression).', 'BAL no longer needed (deletion).'),
    STRUCTURE_CLOSED: described(
      'Fermeture de la structure (suppression).',
      'Closing of the structure (deletion).',
    ),
    INACTIVITY: described('Inactivité depuis un an (suppression).', 'Inactivity for a year (deletion).'),
    ERROR: described('BAL ouverte par erreur (suppression).', 'BAL opened by mistake (deletion).'),
    OTHER: described('Autre motif, précisé.', 'Another reason, told.'),
  },
});

export enum BalFullnessName {
  FILLING = 80,
  NEARLY_FULL = 95,
  FULL = 100,
}
registerEnumType(BalFullnessName, {
  name: 'BalFullness',
  ...described(
    'Seuil de son quota qu’une BAL a atteint, tel que ses titulaires en sont avertis.',
    'Threshold of its quota that a BAL reached, as its holders are told.',
  ),
  valuesConfig: {
    FILLING: described('80 % au moins.', '80 % at least.'),
    NEARLY_FULL: described('95 % au moins.', '95 % at least.'),
    FULL: described(
      'Pleine : 100 %, ou un message refusé faute de place, tant qu’elle n’est pas repassée sous 95 %.',
      'Full: 100 %, or a letter turned away for want of room, until it falls below 95 %.',
    ),
  },
});

@ObjectType(
  shown(
    'Pourquoi une BAL est dans son état, et qui en a décidé.',
    'Why a BAL is in its state, and who decided it.',
  ),
)
export class BalDecisionType {
  @Field(() => BalMotiveName, {
    nullable: true,
    ...described('Motif ; absent d’une réactivation.', 'Motive; none for a reactivation.'),
  })
  motive!: BalMotiveName | null;

  @Field(() => String, {
    nullable: true,
    ...described('Précision donnée par son auteur.', 'What its author added.'),
  })
  note!: string | null;

  @Field(() => String, described('Qui en a décidé.', 'Who decided it.'))
  by!: string;

  @Field(() => DateTime, described('Depuis quand.', 'Since when.'))
  at!: Date;
}

@ObjectType(
  'AdministeredBal',
  shown(
    'BAL telle que sa structure l’administre : rien de son contenu.',
    'A BAL as its structure administers it: nothing of its content.',
  ),
)
export class AdministeredBalType {
  @Field(() => BalType, described('La BAL.', 'The BAL.'))
  bal!: BalType;

  @Field(() => Int, described('Version, à rendre pour la changer.', 'Version, to give back to change it.'))
  version!: number;

  @Field(() => DateTime, described('Date d’ouverture.', 'When it was opened.'))
  createdAt!: Date;

  @Field(() => String, {
    nullable: true,
    ...described('FINESS auquel elle est rattachée.', 'FINESS number it is attached to.'),
  })
  finess!: string | null;

  @Field(
    () => Boolean,
    described('Vrai si elle sert plusieurs sites.', 'True when it serves several places.'),
  )
  isShared!: boolean;

  @Field(() => BalDecisionType, {
    nullable: true,
    ...described('Dernière décision sur son état.', 'Last decision on its state.'),
  })
  decision!: BalDecisionType | null;

  @Field(() => BalFullnessName, {
    nullable: true,
    ...described(
      'Seuil de son quota atteint ; absent sous 80 %.',
      'Threshold of its quota reached; none below 80 %.',
    ),
  })
  fullness!: BalFullnessName | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand son contenu a fini d’être détruit.', 'When its content was wholly destroyed.'),
  })
  emptiedAt!: Date | null;
}

@ObjectType(shown('Une BAL d’une liste et son curseur.', 'A BAL of a list and its cursor.'))
class AdministeredBalEdge extends edgeOf(AdministeredBalType) {}

@ObjectType(shown('Une page de BAL.', 'One page of BAL.'))
export class AdministeredBalConnection extends connectionOf(AdministeredBalEdge) {}

@ObjectType('SuggestedAddress', shown('Adresse envisagée pour une BAL.', 'An address thought of for a BAL.'))
export class SuggestedAddressType {
  @Field(() => String, described('L’adresse.', 'The address.'))
  address!: string;

  @Field(() => Refus, {
    nullable: true,
    ...described(
      'Pourquoi elle ne peut pas être donnée ; absent si elle le peut.',
      'Why it cannot be given; none when it can.',
    ),
  })
  obstacle!: Refus | null;
}

@ObjectType(
  'AddressSuggestions',
  shown('Adresses envisagées, la meilleure d’abord.', 'Addresses thought of, the best first.'),
)
export class AddressSuggestionsType {
  @Field(() => [SuggestedAddressType], described('Les adresses.', 'The addresses.'))
  addresses!: readonly SuggestedAddressType[];
}

@ObjectType('Place', shown('Site d’une structure.', 'A place of care of a structure.'))
export class PlaceType {
  @Field(() => String, described('FINESS géographique.', 'Geographic FINESS number.'))
  finess!: string;

  @Field(() => String, described('Nom.', 'Name.'))
  name!: string;
}

@ObjectType('StructurePlaces', shown('Sites d’une structure.', 'The places of care of a structure.'))
export class StructurePlacesType {
  @Field(() => [PlaceType], described('Les sites.', 'The places.'))
  places!: readonly PlaceType[];
}

@InputType(described('BAL à ouvrir.', 'A BAL to open.'))
export class BalCreateInput {
  @Field(() => String, described('Adresse entière.', 'Whole address.'))
  address!: string;

  @Field(() => BalKindName, described('Type de BAL.', 'Kind of BAL.'))
  kind!: BalKindName;

  @Field(
    () => String,
    described(
      'Identifiant national de la personne enregistrée qui en répondra.',
      'National identifier of the registered person who will answer for it.',
    ),
  )
  responsibleIdNat!: string;

  @Field(() => Boolean, {
    nullable: true,
    ...described(
      'Vrai si cette personne lit et envoie aussi ; toujours vrai d’une BAL personnelle.',
      'True when this person also reads and sends; always so for a personal BAL.',
    ),
  })
  responsibleReads?: boolean | null;

  @Field(() => String, { nullable: true, ...described('Description publiée.', 'Published description.') })
  description?: string | null;

  @Field(() => ByteCount, described('Quota.', 'Quota.'))
  quotaBytes!: number;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Vrai pour une BAL de test.', 'True for a test BAL.'),
  })
  isTest?: boolean | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'FINESS géographique du site ; inutile si la structure n’a qu’un site.',
      'Geographic FINESS number of the place; needless for a structure of one place.',
    ),
  })
  finess?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Vrai si elle sert plusieurs sites.', 'True when it serves several places.'),
  })
  isShared?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Vrai pour la préparer sans l’ouvrir encore.', 'True to prepare it without opening it yet.'),
  })
  isPending?: boolean | null;
}

@InputType(
  described(
    'Ce qui change d’une BAL ; ce qui est omis reste.',
    'What changes of a BAL; what is left out stays.',
  ),
)
export class BalUpdateInput {
  @Field(() => String, { nullable: true, ...described('Description publiée.', 'Published description.') })
  description?: string | null;

  @Field(() => ByteCount, { nullable: true, ...described('Quota.', 'Quota.') })
  quotaBytes?: number | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'FINESS du site ; vide pour n’en lier aucun.',
      'FINESS number of the place; empty to link none.',
    ),
  })
  finess?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Vrai si elle sert plusieurs sites.', 'True when it serves several places.'),
  })
  isShared?: boolean | null;
}
