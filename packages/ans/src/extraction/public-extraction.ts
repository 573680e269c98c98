import {
  type CopiedEntry,
  CopyRefused,
  type DirectoryBalKind,
  isReadableEntry,
} from '@cachet/mss-core/directory-search';
import { columnsOf, type ReadColumn } from './columns.js';
import { linesOf } from './lines-of.js';
import type { ReadLines } from './read-lines.js';

/** The daily public extraction `Extraction_Correspondance_MSSante`: its 31 columns (« NL4TYPEVOIE » is written so). */
export const PUBLIC_COLUMNS = [
  ...['Type de BAL', 'Adresse BAL', 'Type Identifiant PP', 'Identifiant PP'],
  ...['Identification nationale PP', 'Type identifiant structure', 'Identification Structure'],
  ...['Service de rattachement', "Civilité d'exercice", "Nom d'exercice", "Prénom d'exercice"],
  ...['Catégorie profession', 'Libellé de catégorie profession', 'Code Profession', 'Libellé Profession'],
  ...['Code savoir-faire', 'Libellé savoir-faire', 'Dématérialisation', 'Raison Sociale structure BAL'],
  ...['Enseigne commerciale structure BAL', 'L2COMPLEMENTLOCALISATION structure BAL'],
  ...['L3COMPLEMENTDISTRIBUTION structure BAL', 'L4NUMEROVOIE structure BAL'],
  ...['L4COMPLEMENTNUMEROVOIE structure BAL', 'NL4TYPEVOIE structure BAL', 'L4LIBELLEVOIE structure BAL'],
  ...['L5LIEUDITMENTION structure BAL', 'L6LIGNEACHEMINEMENT structure BAL', 'Code postal structure BAL'],
  ...['Département structure BAL', 'Pays structure BAL'],
];

const SEPARATOR = '|';

/** Its BAL. A line without address or kind, or with fewer values than columns, is counted and left. @throws CopyRefused */
export async function* readPublicExtraction(
  pieces: AsyncIterable<Buffer>,
  count: ReadLines,
): AsyncGenerator<readonly CopiedEntry[]> {
  let read: ReadColumn | null = null;
  let width = 0;
  for await (const lines of linesOf(pieces)) {
    const entries: CopiedEntry[] = [];
    for (const line of lines) {
      if (line === '') continue;
      const cells = line.split(SEPARATOR);
      if (!read) {
        read = columnsOf(cells, PUBLIC_COLUMNS, ['Type de BAL', 'Adresse BAL']);
        width = cells.length;
        continue;
      }
      // A separator more at the end of each line is no value more.
      const entry = cells.length === width || cells.length === width + 1 ? entryOf(cells, read) : null;
      if (entry) entries.push(entry);
      else count.bad += 1;
    }
    if (entries.length > 0) yield entries;
  }
  if (!read) throw new CopyRefused('headerUnknown');
}

const KINDS: ReadonlySet<string> = new Set(['PER', 'ORG', 'APP', 'CAB']);

export function kindOf(told: string): DirectoryBalKind {
  return KINDS.has(told) ? (told as DirectoryBalKind) : 'other';
}

function entryOf(cells: readonly string[], read: ReadColumn): CopiedEntry | null {
  const of = (name: string) => read(cells, name);
  const [kind, address] = [of('Type de BAL'), of('Adresse BAL')];
  if (!kind || !address?.includes('@')) return null;
  const entry: CopiedEntry = {
    ...{ address: address.toLowerCase(), kind: kindOf(kind), title: of("Civilité d'exercice") },
    ...{ holderType: of('Type Identifiant PP'), holderNumber: of('Identifiant PP') },
    ...{ familyName: of("Nom d'exercice"), givenName: of("Prénom d'exercice") },
    ...{ professionCode: of('Code Profession'), professionLabel: of('Libellé Profession') },
    ...{ specialityCode: of('Code savoir-faire'), specialityLabel: of('Libellé savoir-faire') },
    ...{ structureType: of('Type identifiant structure'), structureNumber: of('Identification Structure') },
    ...{
      structureName: of('Raison Sociale structure BAL'),
      signName: of('Enseigne commerciale structure BAL'),
    },
    ...{ service: of('Service de rattachement'), description: null, people: null },
    ...{ postalCode: of('Code postal structure BAL'), town: of('L6LIGNEACHEMINEMENT structure BAL') },
    department: of('Département structure BAL'),
  };
  return isReadableEntry(entry) ? entry : null;
}
