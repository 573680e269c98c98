import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

export enum StatisticsDepositStateName {
  DUE = 'due',
  READY = 'ready',
  SENDING = 'sending',
  DEPOSITED = 'deposited',
  ACCEPTED = 'accepted',
  REFUSED = 'refused',
}
registerEnumType(StatisticsDepositStateName, {
  name: 'StatisticsDepositState',
  ...described(
    'Où en est le dépôt de statistiques à l’ANS.',
    'Where a deposit of statistics at the ANS stands.',
  ),
  valuesConfig: {
    DUE: described('Les fichiers sont à écrire.', 'The files are to be written.'),
    READY: described('Les fichiers sont écrits et vont partir.', 'The files are written and about to leave.'),
    SENDING: described('L’archive part par segments.', 'The archive leaves in segments.'),
    DEPOSITED: described('Déposée ; le compte rendu est attendu.', 'Deposited; the report is awaited.'),
    ACCEPTED: described('Acceptée par l’ANS.', 'Accepted by the ANS.'),
    REFUSED: described(
      'Refusée par le compte rendu : à corriger, puis à redéposer.',
      'Sent back by the report: to be corrected, then deposited again.',
    ),
  },
});

export enum StatisticsVerdictName {
  OK = 'ok',
  KO = 'ko',
  WARNING = 'warning',
}
registerEnumType(StatisticsVerdictName, {
  name: 'StatisticsVerdict',
  ...described('Résultat d’un contrôle de l’ANS.', 'Result of a control of the ANS.'),
  valuesConfig: {
    OK: described('Passé.', 'Passed.'),
    KO: described('Bloquant.', 'Blocking.'),
    WARNING: described('Avertissement.', 'Warning.'),
  },
});

@ObjectType(
  'StatisticsControl',
  shown(
    'Un contrôle de l’ANS qui n’est pas simplement passé.',
    'A control of the ANS that was not simply passed.',
  ),
)
export class StatisticsControlType {
  @Field(() => Int, described('Numéro du contrôle (§9.7.4.4).', 'Number of the control (§9.7.4.4).'))
  number!: number;

  @Field(() => StatisticsVerdictName, described('Résultat.', 'Result.'))
  verdict!: StatisticsVerdictName;

  @Field(() => String, described('Ce qu’il vérifie, en français.', 'What it checks, in French.'))
  label!: string;

  @Field(() => String, described('Ce qu’il vérifie, en anglais.', 'What it checks, in English.'))
  labelEn!: string;

  @Field(() => String, described('Ce que dit l’ANS.', 'What the ANS says.'))
  message!: string;

  @Field(() => [Int], described('Lignes du fichier, pas toutes.', 'Lines of the file, not all of them.'))
  lines!: readonly number[];
}

@ObjectType('StatisticsFileReport', shown('Ce que l’ANS dit d’un fichier.', 'What the ANS says of a file.'))
export class StatisticsFileReportType {
  @Field(() => String, described('Nom du fichier.', 'Name of the file.'))
  name!: string;

  @Field(() => StatisticsVerdictName, described('Résultat.', 'Result.'))
  verdict!: StatisticsVerdictName;

  @Field(
    () => [StatisticsControlType],
    described('Contrôles bloquants et avertissements.', 'Blocking controls and warnings.'),
  )
  controls!: readonly StatisticsControlType[];
}

@ObjectType(
  'StatisticsDeposit',
  shown(
    'Les statistiques d’un domaine pour un mois, sur leur chemin vers l’ANS.',
    'The statistics of a domain for a month, on their way to the ANS.',
  ),
)
export class StatisticsDepositType {
  @Field(() => ID, described('Identifiant.', 'Identifier.'))
  id!: string;

  @Field(() => String, described('Mois, 2026-11.', 'Month, 2026-11.'))
  month!: string;

  @Field(() => String, described('Domaine.', 'Domain.'))
  domain!: string;

  @Field(() => StatisticsDepositStateName, described('Où il en est.', 'Where it stands.'))
  state!: StatisticsDepositStateName;

  @Field(
    () => Int,
    described('Combien de fois les fichiers ont été écrits.', 'How many times the files were written.'),
  )
  attempt!: number;

  @Field(() => Float, {
    nullable: true,
    ...described('Lignes du fichier « Echanges ».', 'Lines of the file “Echanges”.'),
  })
  exchanges!: number | null;

  @Field(() => Float, {
    nullable: true,
    ...described('Lignes du fichier « Connexions ».', 'Lines of the file “Connexions”.'),
  })
  bals!: number | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand l’ANS a pris l’archive.', 'When the ANS took the archive.'),
  })
  depositedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand le compte rendu a été lu.', 'When the report was read.'),
  })
  reportedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Pourquoi la dernière étape n’a pas abouti : un code de SIPIL (« sipil30 ») ou un mot (« unreachable »).',
      'Why the last step did not go through: a code of SIPIL (“sipil30”) or a word (“unreachable”).',
    ),
  })
  fault!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand l’étape suivante est prévue.', 'When the next step is due.'),
  })
  nextAt!: Date | null;

  @Field(
    () => [StatisticsFileReportType],
    described('Le compte rendu, fichier par fichier.', 'The report, file by file.'),
  )
  report!: readonly StatisticsFileReportType[];

  @Field(
    () => Boolean,
    described('Vrai si un nouveau dépôt peut être demandé.', 'True when a new deposit may be asked for.'),
  )
  mayRedeposit!: boolean;
}

@ObjectType(shown('Un dépôt d’une liste et son curseur.', 'A deposit of a list and its cursor.'))
class StatisticsDepositEdge extends edgeOf(StatisticsDepositType) {}

@ObjectType(shown('Une page de dépôts.', 'One page of deposits.'))
export class StatisticsDepositConnection extends connectionOf(StatisticsDepositEdge) {}

@ObjectType('IndicatorCount', shown('Une valeur et son nombre.', 'A value and its count.'))
export class IndicatorCountType {
  @Field(() => String, described('La valeur.', 'The value.'))
  value!: string;

  @Field(() => Float, described('Combien.', 'How many.'))
  count!: number;
}

@ObjectType(
  'IndicatorMonth',
  shown('Ce qu’une structure a fait en un mois, en nombres.', 'What a structure did in a month, in numbers.'),
)
export class IndicatorMonthType {
  @Field(() => String, described('Mois, 2026-11.', 'Month, 2026-11.'))
  month!: string;

  @Field(() => Boolean, described('Vrai si le mois est terminé.', 'True when the month is over.'))
  isWhole!: boolean;

  @Field(() => Float, described('Envois remis, par destinataire.', 'Letters delivered, by recipient.'))
  delivered!: number;

  @Field(
    () => Float,
    described('Envois refusés par le serveur du destinataire.', 'Letters refused by the recipient’s server.'),
  )
  refused!: number;

  @Field(() => Float, described('Envois abandonnés sans réponse.', 'Letters given up without an answer.'))
  unanswered!: number;

  @Field(() => Float, described('Messages reçus.', 'Messages received.'))
  received!: number;

  @Field(() => Float, {
    nullable: true,
    ...described('Part des envois remis, de 0 à 1.', 'Share of letters delivered, from 0 to 1.'),
  })
  successRate!: number | null;

  @Field(() => Float, described('Octets envoyés.', 'Octets sent.'))
  octets!: number;

  @Field(() => Float, described('Envois à des patients.', 'Letters to patients.'))
  toPatients!: number;

  @Field(() => Float, described('Envois avec un INS qualifié.', 'Letters with a qualified INS.'))
  withQualifiedIns!: number;

  @Field(() => Int, described('Personnes qui se sont connectées.', 'People who signed in.'))
  people!: number;

  @Field(() => Int, described('BAL ouvertes à la fin du mois.', 'BAL open at the end of the month.'))
  bals!: number;

  @Field(() => Int, described('BAL qui ont envoyé ou reçu.', 'BAL that sent or received.'))
  usedBals!: number;

  @Field(
    () => [IndicatorCountType],
    described(
      'Types de documents les plus échangés (X-MSS-CODECDA).',
      'Most frequent kinds of documents (X-MSS-CODECDA).',
    ),
  )
  documents!: readonly IndicatorCountType[];

  @Field(
    () => [IndicatorCountType],
    described('Logiciels les plus utilisés (X-MSS-NIL).', 'Most frequent programs (X-MSS-NIL).'),
  )
  programs!: readonly IndicatorCountType[];
}

@ObjectType(
  'Indicators',
  shown('Indicateurs d’une structure, mois par mois.', 'Indicators of a structure, month by month.'),
)
export class IndicatorsType {
  @Field(
    () => [IndicatorMonthType],
    described('Du plus ancien au plus récent.', 'From the oldest to the newest.'),
  )
  months!: readonly IndicatorMonthType[];
}
