import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import {
  BalKindName,
  BalRoleName,
  OperationKindName,
  OperationRowStateName,
  OperationStateName,
} from './enums.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'Operation',
  shown(
    'Opération sur de nombreuses lignes, faite en arrière-plan au nom de qui l’a demandée.',
    'Operation over many rows, done in the background in the name of who asked for it.',
  ),
)
export class OperationType {
  @Field(() => ID, described('Identifiant de l’opération.', 'Identifier of the operation.'))
  id!: string;

  @Field(() => ID, described('Structure concernée.', 'Structure concerned.'))
  structureId!: string;

  @Field(() => OperationKindName, described('Nature.', 'Kind.'))
  kind!: OperationKindName;

  @Field(() => OperationStateName, described('État.', 'State.'))
  state!: OperationStateName;

  @Field(
    () => Boolean,
    described('Vrai pour un essai : rien n’est changé.', 'True for a dry run: nothing is changed.'),
  )
  dryRun!: boolean;

  @Field(
    () => Boolean,
    described(
      'Vrai si rien n’est fait à moins que toutes les lignes soient valides.',
      'True when nothing is done unless all rows are valid.',
    ),
  )
  onlyIfAllValid!: boolean;

  @Field(() => String, {
    nullable: true,
    ...described('Nom du fichier, s’il y en a un.', 'Name of the file, if any.'),
  })
  fileName!: string | null;

  @Field(
    () => String,
    described('Personne ou application qui l’a demandée.', 'Person or application that asked for it.'),
  )
  author!: string;

  @Field(() => Int, described('Avancement, de 0 à 100.', 'Progress, from 0 to 100.'))
  progress!: number;

  @Field(() => Int, described('Nombre de lignes.', 'Number of rows.'))
  total!: number;

  @Field(() => Int, described('Lignes valides, pas encore faites.', 'Rows found valid, not done yet.'))
  valid!: number;

  @Field(() => Int, described('Lignes faites.', 'Rows done.'))
  done!: number;

  @Field(() => Int, described('Lignes déjà en place.', 'Rows in place already.'))
  unchanged!: number;

  @Field(() => Int, described('Lignes refusées.', 'Rows refused.'))
  failed!: number;

  @Field(() => Int, described('Lignes laissées.', 'Rows left out.'))
  skipped!: number;

  @Field(() => DateTime, described('Demandée le.', 'Asked for at.'))
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, ...described('Commencée le.', 'Begun at.') })
  startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, ...described('Terminée le.', 'Ended at.') })
  endedAt!: Date | null;

  @Field(() => Boolean, described('Vrai si elle peut être arrêtée.', 'True when it may be stopped.'))
  mayCancel!: boolean;

  @Field(
    () => Boolean,
    described('Vrai si ce qu’elle a ouvert peut être annulé.', 'True when what it opened may be taken back.'),
  )
  mayRollback!: boolean;

  @Field(() => ID, {
    nullable: true,
    ...described('Opération qu’elle annule.', 'The operation it takes back.'),
  })
  rollbackOf!: string | null;

  @Field(() => ID, {
    nullable: true,
    ...described('Opération qui l’annule.', 'The operation that takes it back.'),
  })
  rolledBackBy!: string | null;
}

@ObjectType('OperationRow', shown('Une ligne d’une opération.', 'A row of an operation.'))
export class OperationRowType {
  @Field(
    () => Int,
    described(
      'Ligne du fichier, ou rang dans la liste envoyée.',
      'Line of the file, or place in the list sent.',
    ),
  )
  number!: number;

  @Field(
    () => String,
    described('Ce qui la fait reconnaître : l’adresse.', 'What it is known again by: the address.'),
  )
  key!: string;

  @Field(() => OperationRowStateName, described('Ce qu’il en est advenu.', 'What became of it.'))
  state!: OperationRowStateName;

  @Field(() => String, { nullable: true, ...described('Code du refus.', 'Code of the refusal.') })
  code!: string | null;

  @Field(() => String, { nullable: true, ...described('Raison en français.', 'Reason in French.') })
  message!: string | null;

  @Field(() => String, { nullable: true, ...described('Raison en anglais.', 'Reason in English.') })
  messageEn!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Colonne en cause, comme le fichier la nomme.', 'Column at fault, as the file names it.'),
  })
  column!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Champ en cause, comme l’API le nomme.', 'Field at fault, as the API names it.'),
  })
  field!: string | null;

  @Field(() => ID, { nullable: true, ...described('BAL ouverte ou trouvée.', 'BAL opened or found.') })
  balId!: string | null;

  @Field(() => ID, { nullable: true, ...described('Accès ouvert ou trouvé.', 'Access opened or found.') })
  accessId!: string | null;
}

@ObjectType(shown('Une opération et son curseur.', 'An operation and its cursor.'))
export class OperationEdge extends edgeOf(OperationType) {}

@ObjectType(shown('Une page d’opérations, les plus récentes d’abord.', 'A page of operations, newest first.'))
export class OperationConnection extends connectionOf(OperationEdge) {}

@ObjectType(shown('Une ligne et son curseur.', 'A row and its cursor.'))
export class OperationRowEdge extends edgeOf(OperationRowType) {}

@ObjectType(shown('Une page de lignes, dans leur ordre.', 'A page of rows, in their order.'))
export class OperationRowConnection extends connectionOf(OperationRowEdge) {}

@ObjectType(shown('Une opération vient d’avancer.', 'An operation just went on.'))
export class OperationEvent {
  @Field(() => ID, described('Structure concernée.', 'Structure concerned.'))
  structureId!: string;

  @Field(() => DateTime, described('Moment du changement.', 'When it changed.'))
  at!: Date;

  @Field(
    () => OperationType,
    described('L’opération, telle qu’elle est maintenant.', 'The operation as it is now.'),
  )
  operation!: OperationType;
}

@InputType('CsvImportInput', shown('Fichier CSV à importer.', 'A CSV file to import.'))
export class CsvImportInput {
  @Field(
    () => String,
    described(
      'Texte du fichier, 1 Mo au plus ; un plus grand s’envoie par HTTP.',
      'Text of the file, 1 MB at most; a larger one is sent by HTTP.',
    ),
  )
  csv!: string;

  @Field(() => String, { nullable: true, ...described('Nom du fichier.', 'Name of the file.') })
  fileName!: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    ...described(
      'Essai : les verdicts seuls, rien n’est changé.',
      'Dry run: verdicts only, nothing is changed.',
    ),
  })
  dryRun!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    ...described(
      'Ne rien faire à moins que toutes les lignes soient valides ; sinon, les lignes valides sont faites.',
      'Do nothing unless all rows are valid; otherwise the valid rows are done.',
    ),
  })
  onlyIfAllValid!: boolean;
}

@InputType('BulkOptions', shown('Comment faire de nombreuses lignes.', 'How to do many rows.'))
export class BulkOptions {
  @Field(() => Boolean, {
    defaultValue: false,
    ...described(
      'Essai : les verdicts seuls, rien n’est changé.',
      'Dry run: verdicts only, nothing is changed.',
    ),
  })
  dryRun!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    ...described('Ne rien faire à moins que tout soit valide.', 'Do nothing unless all is valid.'),
  })
  onlyIfAllValid!: boolean;
}

@InputType(
  'BalBulkItem',
  shown('Une BAL à ouvrir, avec son responsable.', 'A BAL to open, with who answers for it.'),
)
export class BalBulkItem {
  @Field(() => String, described('Adresse entière.', 'Whole address.'))
  address!: string;

  @Field(() => BalKindName, described('Type.', 'Kind.'))
  kind!: BalKindName;

  @Field(
    () => String,
    described(
      'Identifiant national ou RPPS du responsable.',
      'National identifier or RPPS of the responsible.',
    ),
  )
  responsible!: string;

  @Field(() => String, {
    nullable: true,
    ...described('Nom du responsable, s’il n’est pas encore connu.', 'Family name, when not known yet.'),
  })
  familyName!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Prénom du responsable, s’il n’est pas encore connu.', 'Given name, when not known yet.'),
  })
  givenName!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described(
      'Vrai si le responsable lit la BAL ; oui sauf pour une BAL applicative.',
      'True when the responsible reads the BAL; so unless it is applicative.',
    ),
  })
  responsibleReads!: boolean | null;

  @Field(() => String, { nullable: true, ...described('Description.', 'Description.') })
  description!: string | null;

  @Field(() => Int, { nullable: true, ...described('Quota, en mégaoctets.', 'Quota, in megabytes.') })
  quotaMegabytes!: number | null;

  @Field(() => Boolean, { nullable: true, ...described('BAL de test.', 'Test BAL.') })
  isTest!: boolean | null;

  @Field(() => String, { nullable: true, ...described('FINESS du site.', 'FINESS number of the place.') })
  finess!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Partagée entre plusieurs sites.', 'Shared by several places.'),
  })
  isShared!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Préparée sans être ouverte.', 'Prepared without being opened.'),
  })
  isPending!: boolean | null;
}

@InputType('AccessBulkItem', shown('Un accès à ouvrir.', 'An access to open.'))
export class AccessBulkItem {
  @Field(() => String, described('Adresse de la BAL.', 'Address of the BAL.'))
  address!: string;

  @Field(
    () => String,
    described('Identifiant national ou RPPS de la personne.', 'National identifier or RPPS of the person.'),
  )
  person!: string;

  @Field(() => String, {
    nullable: true,
    ...described('Nom, si elle n’est pas encore connue.', 'Family name, when not known yet.'),
  })
  familyName!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Prénom, si elle n’est pas encore connue.', 'Given name, when not known yet.'),
  })
  givenName!: string | null;

  @Field(() => BalRoleName, described('Rôle.', 'Role.'))
  role!: BalRoleName;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Lecture ; oui si absent.', 'Reading; so when absent.'),
  })
  mayRead!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Envoi ; oui si absent.', 'Sending; so when absent.'),
  })
  maySend!: boolean | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Début ; maintenant si absent.', 'Start; now when absent.'),
  })
  startsAt!: Date | null;

  @Field(() => DateTime, { nullable: true, ...described('Fin, s’il y en a une.', 'End, if any.') })
  endsAt!: Date | null;

  @Field(() => String, { nullable: true, ...described('Motif.', 'Reason.') })
  reason!: string | null;
}
