import { Field, ID, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { ScheduledJobOutcomeName } from './enums.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

@ObjectType('ScheduledJobProgress', shown('Où en est un passage.', 'How far a run is.'))
export class ScheduledJobProgressType {
  @Field(() => Int, described('Ce qui est fait.', 'What is done.'))
  done!: number;

  @Field(() => Int, {
    nullable: true,
    ...described('Sur combien, s’il le sait.', 'Of how many, when it knows.'),
  })
  total!: number | null;
}

@ObjectType(
  'ScheduledJob',
  shown(
    'Travail planifié de l’installation. Ses moments sont ceux de l’horloge métier.',
    'Scheduled job of the installation. Its moments are of the business clock.',
  ),
)
export class ScheduledJobType {
  @Field(
    () => String,
    described('Nom, par exemple « listeBlanche.refresh ».', 'Name, for instance “listeBlanche.refresh”.'),
  )
  name!: string;

  @Field(() => String, described('Libellé en français.', 'Label in French.'))
  label!: string;

  @Field(() => String, described('Libellé en anglais.', 'Label in English.'))
  labelEn!: string;

  @Field(() => String, described('À quoi il sert, en français.', 'What it is for, in French.'))
  purpose!: string;

  @Field(() => String, described('À quoi il sert, en anglais.', 'What it is for, in English.'))
  purposeEn!: string;

  @Field(() => DateTime, { nullable: true, ...described('Prochain passage prévu.', 'Next run foreseen.') })
  nextAt!: Date | null;

  @Field(
    () => Boolean,
    described(
      'Vrai s’il aurait dû passer depuis plus d’une minute et que personne ne l’exécute.',
      'True when it has been due for more than a minute and nobody runs it.',
    ),
  )
  late!: boolean;

  @Field(
    () => Boolean,
    described(
      'Vrai si quelqu’un l’a demandé et qu’il n’a pas encore commencé.',
      'True when somebody asked for it and it has not begun.',
    ),
  )
  asked!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Début du passage en cours.', 'Beginning of the run under way.'),
  })
  runningSince!: Date | null;

  @Field(() => ScheduledJobProgressType, {
    nullable: true,
    ...described(
      'Où en est le passage en cours, s’il le dit.',
      'How far the run under way is, when it tells.',
    ),
  })
  progress!: ScheduledJobProgressType | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Début du dernier passage terminé.', 'Beginning of the last run that ended.'),
  })
  lastStartedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Fin du dernier passage terminé.', 'End of the last run that ended.'),
  })
  lastEndedAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    ...described('Sa durée, en millisecondes.', 'How long it took, in milliseconds.'),
  })
  lastDurationMs!: number | null;

  @Field(() => ScheduledJobOutcomeName, { nullable: true, ...described('Son résultat.', 'Its result.') })
  lastOutcome!: ScheduledJobOutcomeName | null;

  @Field(() => String, {
    nullable: true,
    ...described('Son résultat, en une phrase française.', 'Its result, in a French sentence.'),
  })
  lastText!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Son résultat, en une phrase anglaise.', 'Its result, in an English sentence.'),
  })
  lastTextEn!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Fin du dernier passage réussi.', 'End of the last run that was done.'),
  })
  lastSuccessAt!: Date | null;

  @Field(
    () => Int,
    described('Échecs depuis le dernier passage réussi.', 'Failures since the last run that was done.'),
  )
  failures!: number;
}

@ObjectType('ScheduledJobRun', shown('Un passage d’un travail planifié.', 'One run of a scheduled job.'))
export class ScheduledJobRunType {
  @Field(() => ID, described('Identifiant du passage.', 'Identifier of the run.'))
  id!: string;

  @Field(() => DateTime, described('Début.', 'Beginning.'))
  startedAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Fin ; absente tant qu’il dure, et s’il a été interrompu.',
      'End; absent while it lasts, and when it was cut short.',
    ),
  })
  endedAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    ...described('Durée, en millisecondes.', 'How long it took, in milliseconds.'),
  })
  durationMs!: number | null;

  @Field(() => ScheduledJobOutcomeName, described('Résultat.', 'Result.'))
  outcome!: ScheduledJobOutcomeName;

  @Field(() => String, {
    nullable: true,
    ...described('Résultat, en une phrase française.', 'Result, in a French sentence.'),
  })
  text!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Résultat, en une phrase anglaise.', 'Result, in an English sentence.'),
  })
  textEn!: string | null;

  @Field(() => Boolean, described('Vrai si quelqu’un l’a demandé.', 'True when somebody asked for it.'))
  asked!: boolean;

  @Field(() => ScheduledJobProgressType, {
    nullable: true,
    ...described('Jusqu’où il est allé, s’il l’a dit.', 'How far it went, when it told.'),
  })
  progress!: ScheduledJobProgressType | null;
}

@ObjectType(shown('Passage et son curseur.', 'A run and its cursor.'))
export class ScheduledJobRunEdge extends edgeOf(ScheduledJobRunType) {}

@ObjectType(shown('Une page de passages, les plus récents d’abord.', 'A page of runs, newest first.'))
export class ScheduledJobRunConnection extends connectionOf(ScheduledJobRunEdge) {}
