import type { StatisticsFile } from './statistics-files.js';

/** What a control of the ANS looks at, and what to do when it is not passed (§9.7.4.4). */
export interface ControlText {
  readonly fr: string;
  readonly en: string;
}

const NAME = text('Nom du fichier', 'Name of the file');
const UTF8 = text('Encodage en UTF-8', 'UTF-8 encoding');
const LINES = text('Fins de ligne Unix', 'Unix line ends');
const SEPARATOR = text('Séparateur « ; »', 'Separator “;”');
const FIELDS = text('Nombre de champs par ligne', 'Number of fields of each line');
const HEADER = text('Noms des colonnes', 'Names of the columns');
const COHERENCE = text('Cohérence des lignes', 'Coherence of the lines');
const DOMAIN = text(
  'Domaine géré par l’opérateur : vérifiez la liste blanche',
  'Domain of the operator: check the liste blanche',
);
const DOMAINS_INSIDE = text(
  'Domaines des BAL gérés par l’opérateur : vérifiez la liste blanche',
  'Domains of the BAL of the operator: check the liste blanche',
);
const PERIOD = text('Période : le mois précédent', 'Period: the month before');
const TWICE = text('Fichier déjà reçu et accepté', 'File received and accepted before');

const SHARED = [NAME, UTF8, LINES, SEPARATOR, FIELDS, HEADER, COHERENCE, DOMAIN];
const CONTROLS: Readonly<Record<StatisticsFile, readonly ControlText[]>> = {
  exchanges: [...SHARED, PERIOD, TWICE],
  connections: [...SHARED, DOMAINS_INSIDE, PERIOD, TWICE],
};

/** The control of that number of that file; its number alone for one that the text does not know. */
export function controlText(file: StatisticsFile, number: number): ControlText {
  return CONTROLS[file][number - 1] ?? text(`Contrôle ${number}`, `Control ${number}`);
}

function text(fr: string, en: string): ControlText {
  return { fr, en };
}
