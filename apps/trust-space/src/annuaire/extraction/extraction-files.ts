import { createHash } from 'node:crypto';
import type { World } from '../../world/world.js';
import type { Directory } from '../directory.js';
import { type DirectoryRecord, directoryRecord } from '../directory-record.js';
import { zipped } from '../report.js';
import { text } from '../soap-fault.js';
import type { ExtractionMood } from './extraction-moods.js';
import { addressOf, OUTSIDERS } from './outsiders.js';

/** What the extractions are made of. */
export interface ExtractionWorld {
  readonly directory: Directory;
  readonly world: World;
}

/** A file before it is packed. */
interface ExtractionFile {
  readonly name: string;
  readonly content: string;
}

/** One line of the public extraction, or one COMPTEMSS, by the names of table 32. */
type Line = Readonly<Record<string, string>>;

/** §6.5.2.1: the red list is in none of them. `day` is that of the file, « AAAAMMJJ ». */
export function publicExtraction(world: ExtractionWorld, day: string, mood: ExtractionMood | null): Buffer {
  const header = mood === 'wrongHeader' ? 'colonne|autre' : PUBLIC_HEADER.join('|');
  const lines = linesOf(world, mood).map((line) =>
    PUBLIC_COLUMNS.map((column) => line[column] ?? '').join('|'),
  );
  const name = `Extraction_Correspondance_MSSante_${day}0600`;
  return archiveOf([{ name: `${name}.txt`, content: `${[header, ...lines].join('\n')}\n` }], mood);
}

export function mssExtraction(world: ExtractionWorld, day: string, mood: ExtractionMood | null): Buffer {
  const bals = linesOf(world, mood).map((line) => {
    const told = Object.entries(line).filter(([name, value]) => XML_NAMES[name] && value !== '');
    return `<BAL>${told.map(([name, value]) => leaf(XML_NAMES[name] ?? '', value)).join('')}</BAL>`;
  });
  const root = mood === 'wrongHeader' ? '<!DOCTYPE x>' : '';
  const content = `<?xml version="1.0" encoding="UTF-8"?>${root}<EXTRACTION>${bals.join('')}</EXTRACTION>`;
  return archiveOf([{ name: `ExtractionMSSGlobale_${day}060000.xml`, content }], mood);
}

/** Table 34: those who hold a card, then those who hold none. */
export function identities({ world }: ExtractionWorld, day: string, mood: ExtractionMood | null): Buffer {
  const header = mood === 'wrongHeader' ? 'COLONNE;AUTRE' : IDENTITY_HEADER.join(';');
  const file = (kind: string, lines: readonly Line[]) => ({
    name: `extraction_identites_${kind}_CPS_${day}0600.csv`,
    content: `${[header, ...lines.map((line) => IDENTITY_HEADER.map((name) => line[name] ?? '').join(';'))].join('\n')}\n`,
  });
  const here = world.people.map((person) => identityOf(person, null));
  const elsewhere = OUTSIDERS.map((person) => identityOf(person, person));
  return archiveOf(
    [
      file('Avec', mood === 'shrunk' ? [] : here),
      file('Sans', mood === 'shrunk' ? elsewhere.slice(0, 3) : elsewhere),
    ],
    mood,
  );
}

function identityOf(
  { rpps, familyName, givenName, professionCode }: World['people'][number],
  place: (typeof OUTSIDERS)[number] | null,
): Line {
  return {
    ...{
      TYPEIDENTIFIANTPP: '8',
      LIB_TYPEIDENTIFIANTPP: 'RPPS',
      IDENTIFIANTPP: rpps,
      NOMEXERCICE: familyName,
    },
    ...{ PRENOMEXERCICE: givenName, NCATEGORIEPROFESSION: '01', NPROFESSION: professionCode },
    LIB_NCATEGORIEPROFESSION: 'Professionnel de santé',
    ...(place && {
      ...{
        LIB_NPROFESSION: place.profession,
        NSPECIALITE: place.specialityCode,
        LIB_NSPECIALITE: place.speciality,
      },
      ...{ TYPEIDENTIFIANTPM: '1', LIB_TYPEIDENTIFANTPM: 'FINESS', IDENTIFIANTPM: place.finess },
      ...{ RAISONSOCIALE: place.house, NCODEPOSTAL: place.postalCode, LIB_NCOMMUNE: place.town },
    }),
  };
}

function linesOf({ directory, world }: ExtractionWorld, mood: ExtractionMood | null): readonly Line[] {
  const outside = OUTSIDERS.map((person) => outsiderLine(person, world.peer.domain));
  if (mood === 'shrunk') return outside.slice(0, 3);
  return [...directory.published.map((bal) => publishedLine(directoryRecord(bal, world))), ...outside];
}

function outsiderLine(person: (typeof OUTSIDERS)[number], domain: string): Line {
  const { rpps, familyName, givenName, professionCode, profession, specialityCode, speciality } = person;
  const { finess, house, postalCode, town } = person;
  return {
    ...{ type: 'PER', address: addressOf(person, domain), idType: '8', id: rpps, national: `8${rpps}` },
    ...{ familyName, givenName, professionCode, profession, specialityCode, speciality },
    ...{ structureType: '1', structure: finess, house, postalCode, route: `${postalCode} ${town}` },
    department: postalCode.slice(0, 2),
  };
}

function publishedLine(record: DirectoryRecord): Line {
  const { address, type, person, familyName, givenName, professionCode, structure, service, description } =
    record;
  const { postalCode, city } = record;
  return {
    ...{ type, address, familyName, givenName, professionCode, service, description, postalCode },
    ...{
      idType: person?.idType ?? '',
      id: person?.id ?? '',
      national: person ? person.idType + person.id : '',
    },
    ...{
      structureType: structure?.idType ?? '',
      structure: structure?.id ?? '',
      house: structure?.name ?? '',
    },
    route: [postalCode, city].filter(Boolean).join(' '),
  };
}

function archiveOf(files: readonly ExtractionFile[], mood: ExtractionMood | null): Buffer {
  const sum = (content: string) =>
    mood === 'wrongSum' ? '0'.repeat(64) : createHash('sha256').update(content).digest('hex');
  const archive = zipped([
    ...files.map(({ name, content }) => [name, Buffer.from(content)] as const),
    ...files.map(
      ({ name, content }) => [name.replace(/\.\w+$/, '_checksum.txt'), Buffer.from(sum(content))] as const,
    ),
  ]);
  return mood === 'truncated' ? archive.subarray(0, archive.length / 2) : archive;
}

function leaf(name: string, value: string): string {
  return `<${name}>${text(value)}</${name}>`;
}

const PUBLIC_HEADER = (
  "Type de BAL|Adresse BAL|Type Identifiant PP|Identifiant PP|Identification nationale PP|Type identifiant structure|Identification Structure|Service de rattachement|Civilité d'exercice|Nom d'exercice|Prénom d'exercice|Catégorie profession|Libellé de catégorie profession|Code Profession|Libellé Profession|Code savoir-faire|Libellé savoir-faire|Dématérialisation|Raison Sociale structure BAL|Enseigne commerciale structure BAL|" +
  'L2COMPLEMENTLOCALISATION structure BAL|L3COMPLEMENTDISTRIBUTION structure BAL|L4NUMEROVOIE structure BAL|L4COMPLEMENTNUMEROVOIE structure BAL|NL4TYPEVOIE structure BAL|L4LIBELLEVOIE structure BAL|L5LIEUDITMENTION structure BAL|L6LIGNEACHEMINEMENT structure BAL|Code postal structure BAL|Département structure BAL|Pays structure BAL'
).split('|');

/** What of a line stands in each of these columns. */
const PUBLIC_COLUMNS = [
  ...['type', 'address', 'idType', 'id', 'national', 'structureType', 'structure', 'service', 'title'],
  ...[
    'familyName',
    'givenName',
    'category',
    'categoryLabel',
    'professionCode',
    'profession',
    'specialityCode',
  ],
  ...[
    'speciality',
    '',
    'house',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    'route',
    'postalCode',
    'department',
    'country',
  ],
];

const XML_NAMES: Readonly<Record<string, string>> = {
  ...{ type: 'TYPEBAL', address: 'ADRESSEBAL', idType: 'TYPEIDENTIFIANTPP', id: 'IDENTIFIANTPP' },
  ...{ structureType: 'TYPEIDENTIFIANTPM', structure: 'IDENTIFIANTPM', service: 'SERVICERATTACHEMENT' },
  ...{ familyName: 'NOMEXERCICE', givenName: 'PRENOMEXERCICE', professionCode: 'NPROFESSION' },
  ...{ specialityCode: 'NSPECIALITE', description: 'DESCRIPTION', house: 'RAISONSOCIALE' },
  ...{ route: 'L6LIGNEACHEMINEMENT', postalCode: 'NCODEPOSTAL', department: 'NDEPARTEMENT' },
};

const IDENTITY_HEADER = (
  'TYPEIDENTIFIANTPP;LIB_TYPEIDENTIFIANTPP;IDENTIFIANTPP;NCIVILITEEXERCICE;NOMEXERCICE;PRENOMEXERCICE;NCATEGORIEPROFESSION;LIB_NCATEGORIEPROFESSION;NPROFESSION;LIB_NPROFESSION;NSPECIALITE;LIB_NSPECIALITE;TYPEIDENTIFIANTPM;LIB_TYPEIDENTIFANTPM;IDENTIFIANTPM;RAISONSOCIALE;ENSEIGNECOMMERCIALE;' +
  'L2COMPLEMENTLOCALISATION;L3COMPLEMENTDISTRIBUTION;L4NUMEROVOIE;L4COMPLEMENTNUMEROVOIE;NL4TYPEVOIE;LIB_NL4TYPEVOIE;L4LIBELLEVOIE;L5LIEUDITMENTION;L6LIGNEACHEMINEMENT;NCODEPOSTAL;NCOMMUNE;LIB_NCOMMUNE;NDEPARTEMENT;LIB_NDEPARTEMENT;NPAYS;LIB_NPAYS'
).split(';');
