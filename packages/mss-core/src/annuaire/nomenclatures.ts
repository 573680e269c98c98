/** The codes of one terminology of the NOS, and since when each closed one is closed. */
export interface Nomenclature {
  readonly oid: string;
  readonly name: string;
  /** Null while it is open. */
  readonly codes: ReadonlyMap<string, Date | null>;
}

export interface Nomenclatures {
  /** Kinds of identifiers of structures. */
  readonly g07: Nomenclature;
  /** Kinds of identifiers of people. */
  readonly g08: Nomenclature;
  readonly profession: Nomenclature;
  readonly civility: Nomenclature;
  readonly category: Nomenclature;
  readonly speciality: Nomenclature;
  readonly exclusiveCompetence: Nomenclature;
  readonly pacQualification: Nomenclature;
}

/** The terminologies that the Annuaire judges by (table 6), as the ANS published them on 28 September 2026 (Licence Ouverte 2.0). */
export const NOS: Nomenclatures = {
  g07: table('1.2.250.1.71.1.2.14', 'G07', ['0', '1', '2', '3', '4', '40', '41'], {
    '2016-09-01': ['5', '6'],
  }),
  g08: table('1.2.250.1.71.1.2.15', 'G08', ['0', '1', '3', '4', '5', '6', '8', '10', '30'], {
    '2020-05-29': ['2', '9'],
  }),
  profession: table(
    '1.2.250.1.71.1.2.7',
    'G15',
    words('10 21 26 28 31 32 40 50 60 69 70 80 81 82 83 84 85 86 91 92 94 95 96 98'),
    { '2021-12-17': ['93'], '2024-12-13': ['35', '36', '37', '38', '39'] },
  ),
  civility: table('1.2.250.1.213.1.6.1.11', 'R11', words('DR MC MG PC PG PR')),
  category: table('1.2.250.1.213.1.6.1.3', 'R37', numbered('', 11)),
  speciality: table(
    '1.2.250.1.213.2.28',
    'R38',
    [...numbered('SCD', 3), ...numbered('SI', 8), ...numbered('SM', 95)],
    { '2018-03-30': numbered('SP', 4) },
  ),
  exclusiveCompetence: table('1.2.250.1.213.2.30', 'R40', words('CEX22 CEX24 CEX26 CEX64')),
  pacQualification: table('1.2.250.1.213.2.34', 'R44', ['PAC00']),
};

export function isKnown({ codes }: Nomenclature, code: string): boolean {
  return codes.has(code);
}

/** Whether it was closed by then; a code that is not known is not closed either. */
export function isClosed({ codes }: Nomenclature, code: string, at: Date): boolean {
  const since = codes.get(code);
  return since instanceof Date && since <= at;
}

function table(
  oid: string,
  name: string,
  open: readonly string[],
  closed: Readonly<Record<string, readonly string[]>> = {},
): Nomenclature {
  const ends = Object.entries(closed).flatMap(([day, codes]) =>
    codes.map((code) => [code, new Date(`${day}T00:00:00Z`)] as const),
  );
  return {
    oid,
    name,
    codes: new Map<string, Date | null>([...open.map((code) => [code, null] as const), ...ends]),
  };
}

function words(text: string): readonly string[] {
  return text.split(' ');
}

/** `SM01`, `SM02`… */
function numbered(prefix: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${prefix}${String(index + 1).padStart(2, '0')}`);
}
