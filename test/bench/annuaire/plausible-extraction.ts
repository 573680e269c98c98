import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { PUBLIC_COLUMNS } from '@cachet/ans';

const NAME = 'Extraction_Correspondance_MSSante_202611290600.txt';
const LOCAL_LENGTH = 30;
const CENTRAL_LENGTH = 46;

/** Everybody in it is invented: names are put together from syllables, the frequent ones often, as names are. */
export class PlausiblePeople {
  #seed: number;

  constructor(seed = 20_261_129) {
    this.#seed = seed;
  }

  /** One of so many, small numbers much more often than great ones. */
  rank(many: number): number {
    return Math.min(many - 1, Math.floor(many * this.random() ** 3));
  }

  random(): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }

  familyName = (rank: number) => word(rank * 7 + 3, 3);
  givenName = (rank: number) => word(rank * 13 + 5, 2);
  town = (rank: number) => `${rank % 5 === 0 ? 'SAINT-' : ''}${word(rank * 11 + 1, 3)}`;
}

const SYLLABLES = [
  ...[
    'ba',
    'bel',
    'ber',
    'bou',
    'ca',
    'cha',
    'cou',
    'da',
    'del',
    'du',
    'fa',
    'fer',
    'fon',
    'ga',
    'gi',
    'gou',
  ],
  ...['la', 'le', 'lou', 'ma', 'mar', 'mo', 'mou', 'na', 'ni', 'pe', 'per', 'pou', 'ra', 're', 'rou', 'sa'],
  ...['se', 'sou', 'ta', 'ti', 'tin', 'val', 'vi', 'zé', 'reau', 'nard', 'mond', 'get'],
];

function word(number: number, least: number): string {
  let [left, text, syllables] = [number, '', 0];
  while (left > 0 || syllables < least) {
    text += SYLLABLES[left % SYLLABLES.length];
    left = Math.floor(left / SYLLABLES.length);
    syllables += 1;
  }
  return text.toUpperCase();
}

const PROFESSIONS = [
  'Médecin',
  'Infirmier',
  'Pharmacien',
  'Masseur-Kinésithérapeute',
  'Sage-Femme',
  'Chirurgien-Dentiste',
];
const SPECIALITIES = [
  'Cardiologie et maladies vasculaires',
  'Médecine générale',
  'Dermatologie et vénéréologie',
  'Pédiatrie',
  'Psychiatrie',
  'Radio-diagnostic',
];
const HOUSES = [
  'CENTRE HOSPITALIER DE',
  'CLINIQUE',
  'CABINET MEDICAL DE',
  'EHPAD LES',
  'LABORATOIRE',
  'PHARMACIE DE',
];

/** So many lines as the public extraction of each day has them. */
export function* extractionLines(count: number): Generator<string> {
  yield `${PUBLIC_COLUMNS.join('|')}\n`;
  const people = new PlausiblePeople();
  for (let index = 0; index < count; index += 1) {
    const isPerson = index % 7 !== 0;
    const [family, given] = [people.familyName(people.rank(180_000)), people.givenName(people.rank(4_000))];
    const town = people.town(people.rank(30_000));
    const postal = String(1000 + (people.rank(95_000) % 95_000)).padStart(5, '0');
    const domain = `d${people.rank(5_000)}.mssante.fr`;
    const house = `${HOUSES[people.rank(HOUSES.length)]} ${people.town(people.rank(30_000))}`;
    const profession = people.rank(PROFESSIONS.length);
    // Homonyms of one domain alone have a digit.
    const digit = index % 50 === 0 ? String(index % 9) : '';
    const local = `${isPerson ? `${given}.${family}` : `secretariat.${town}`}${digit}`;
    const who = isPerson ? ['8', String(10_000_000_000 + index), `8${10_000_000_000 + index}`] : ['', '', ''];
    const practised = isPerson
      ? [
          '',
          family,
          given,
          'C',
          'Civil',
          String(profession),
          PROFESSIONS[profession],
          'SM',
          SPECIALITIES[people.rank(6)],
        ]
      : ['', '', '', '', '', '', '', '', ''];
    const cells = [
      ...[
        isPerson ? 'PER' : 'ORG',
        `${fold(local)}@${domain}`,
        ...who,
        '1',
        String(100_000_000 + people.rank(90_000)),
      ],
      ...[
        isPerson ? '' : 'SECRETARIAT',
        ...practised,
        '',
        house,
        '',
        '',
        '',
        '12',
        '',
        'RUE',
        'DES LILAS',
        '',
      ],
      ...[`${postal} ${town}`, postal, postal.slice(0, 2), 'France'],
    ];
    yield `${cells.join('|')}\n`;
  }
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9.]/g, '');
}

/** Writes them as an archive, in pieces. Answers the octets unpacked. */
export async function writeExtraction(path: string, count: number): Promise<number> {
  let [size, sum] = [0, 0];
  const pieces = function* () {
    let text = '';
    const piece = () => {
      const bytes = Buffer.from(text);
      [size, sum, text] = [size + bytes.length, crc32(bytes, sum), ''];
      return bytes;
    };
    for (const line of extractionLines(count)) {
      text += line;
      if (text.length > 256 * 1024) yield piece();
    }
    yield piece();
  };
  const start = LOCAL_LENGTH + NAME.length;
  const file = await open(path, 'w');
  await file.write(header(LOCAL_LENGTH, 0x04034b50, 4, { size: 0, sum: 0, packed: 0 }));
  await file.close();
  const into = createWriteStream(path, { flags: 'r+', start });
  await pipeline(pieces(), createDeflateRaw({ level: 1 }), into);
  const facts = { size, sum, packed: into.bytesWritten };
  const central = header(CENTRAL_LENGTH, 0x02014b50, 6, facts);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(start + facts.packed, 16);
  const written = await open(path, 'r+');
  await written.write(header(LOCAL_LENGTH, 0x04034b50, 4, facts), 0, undefined, 0);
  await written.write(Buffer.concat([central, end]), 0, undefined, start + facts.packed);
  await written.close();
  return size;
}

/** `at`: where the version stands, after which the fields of both headers are the same. */
function header(
  length: number,
  mark: number,
  at: number,
  facts: { size: number; sum: number; packed: number },
): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(mark, 0);
  bytes.writeUInt16LE(20, at);
  bytes.writeUInt16LE(8, at + 4);
  bytes.writeUInt32LE(facts.sum, at + 10);
  bytes.writeUInt32LE(facts.packed, at + 14);
  bytes.writeUInt32LE(facts.size, at + 18);
  bytes.writeUInt16LE(NAME.length, at + 22);
  return Buffer.concat([bytes, Buffer.from(NAME)]);
}
