import { type CopiedPractice, CopyRefused } from '@cachet/mss-core/directory-search';
import { columnsOf, type ReadColumn } from './columns.js';
import { linesOf } from './lines-of.js';
import type { ReadLines } from './read-lines.js';

/** Table 41, in its order. */
export const IDENTITY_COLUMNS = [
  ...['TYPEIDENTIFIANTPP', 'LIB_TYPEIDENTIFIANTPP', 'IDENTIFIANTPP', 'NCIVILITEEXERCICE', 'NOMEXERCICE'],
  ...['PRENOMEXERCICE', 'NCATEGORIEPROFESSION', 'LIB_NCATEGORIEPROFESSION', 'NPROFESSION', 'LIB_NPROFESSION'],
  ...['NSPECIALITE', 'LIB_NSPECIALITE', 'TYPEIDENTIFIANTPM', 'LIB_TYPEIDENTIFANTPM', 'IDENTIFIANTPM'],
  ...['RAISONSOCIALE', 'ENSEIGNECOMMERCIALE', 'L2COMPLEMENTLOCALISATION', 'L3COMPLEMENTDISTRIBUTION'],
  ...['L4NUMEROVOIE', 'L4COMPLEMENTNUMEROVOIE', 'NL4TYPEVOIE', 'LIB_NL4TYPEVOIE', 'L4LIBELLEVOIE'],
  ...['L5LIEUDITMENTION', 'L6LIGNEACHEMINEMENT', 'NCODEPOSTAL', 'NCOMMUNE', 'LIB_NCOMMUNE', 'NDEPARTEMENT'],
  ...['LIB_NDEPARTEMENT', 'NPAYS', 'LIB_NPAYS'],
];

const SEPARATOR = ';';
const INDISPENSABLE = ['TYPEIDENTIFIANTPP', 'IDENTIFIANTPP', 'NOMEXERCICE', 'PRENOMEXERCICE'];

/** Practices, a line each. @throws CopyRefused */
// EX_2.1.4_5010
export async function* readIdentities(
  pieces: AsyncIterable<Buffer>,
  count: ReadLines,
): AsyncGenerator<readonly CopiedPractice[]> {
  let read: ReadColumn | null = null;
  for await (const lines of linesOf(pieces)) {
    const practices: CopiedPractice[] = [];
    for (const line of lines) {
      if (line === '') continue;
      const cells = cellsOf(line);
      if (!read) {
        read = columnsOf(cells, IDENTITY_COLUMNS, INDISPENSABLE);
        continue;
      }
      const practice = practiceOf(cells, read);
      if (practice) practices.push(practice);
      else count.bad += 1;
    }
    if (practices.length > 0) yield practices;
  }
  if (!read) throw new CopyRefused('headerUnknown');
}

// RFC 4180: a value with the separator inside stands between quotes.
function cellsOf(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(SEPARATOR);
  const cells = line.match(/("(?:[^"]|"")*"|[^;]*)(;|$)/g) ?? [];
  return cells
    .slice(0, line.endsWith(SEPARATOR) ? undefined : -1)
    .map((cell) => cell.replace(/;$/, ''))
    .map((cell) => (/^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

function practiceOf(cells: readonly string[], read: ReadColumn): CopiedPractice | null {
  const of = (name: string) => read(cells, name);
  const [holderType, holderNumber] = [of('TYPEIDENTIFIANTPP'), of('IDENTIFIANTPP')];
  const [familyName, givenName] = [of('NOMEXERCICE'), of('PRENOMEXERCICE')];
  if (!holderType || !holderNumber || !familyName || !givenName) return null;
  return {
    ...{ holderType, holderNumber, familyName, givenName, title: of('NCIVILITEEXERCICE') },
    ...{ categoryCode: of('NCATEGORIEPROFESSION'), professionCode: of('NPROFESSION') },
    ...{ professionLabel: of('LIB_NPROFESSION'), specialityCode: of('NSPECIALITE') },
    ...{ specialityLabel: of('LIB_NSPECIALITE'), structureType: of('TYPEIDENTIFIANTPM') },
    ...{
      structureNumber: of('IDENTIFIANTPM'),
      structureName: of('RAISONSOCIALE') ?? of('ENSEIGNECOMMERCIALE'),
    },
    ...{ postalCode: of('NCODEPOSTAL'), town: of('LIB_NCOMMUNE') ?? of('L6LIGNEACHEMINEMENT') },
  };
}
