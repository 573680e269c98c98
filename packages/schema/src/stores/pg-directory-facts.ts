import type { DirectoryFacts, KnownProfessional, KnownStructure } from '@cachet/mss-core';
import type { Database } from '../database.js';

/** A professional by `type` and `number` of TypeIdentifiantPP, a structure by those of TypeIdentifiantPM. */
export interface FactsAsked {
  readonly professionals: readonly KnownStructure[];
  readonly structures: readonly KnownStructure[];
}

interface PracticeRow {
  readonly type: string;
  readonly number: string;
  readonly family_name: string;
  readonly given_name: string;
  readonly structures: readonly KnownStructure[];
}

/** What the identities of the Annuaire say, read for those who are asked about in two questions, however many they are. */
export class PgDirectoryFacts implements DirectoryFacts {
  private constructor(
    private readonly professionals: ReadonlyMap<string, KnownProfessional | null | 'unknown'>,
    private readonly structures: ReadonlyMap<string, { readonly hasFiness: boolean }>,
  ) {}

  /** Of these alone; anybody else is `unknown`, and so is everybody before the identities were loaded. */
  static async about(database: Pick<Database, 'shared'>, asked: FactsAsked): Promise<PgDirectoryFacts> {
    return database.shared(async (sql) => {
      const [copy] = await sql.query<{ id: number }>(
        "select id from directory_copy where kind = 'identities' and state = 'inForce'",
      );
      if (!copy) return new PgDirectoryFacts(new Map(), new Map());
      const people = await sql.query<PracticeRow>(READ_PEOPLE, [
        copy.id,
        ...typesAndNumbers(asked.professionals),
      ]);
      const known = new Map(people.map((row) => [keyOf(row), professionalOf(row)]));
      const structures = await sql.query<KnownStructure>(READ_STRUCTURES, [
        copy.id,
        ...typesAndNumbers(asked.structures),
      ]);
      return new PgDirectoryFacts(
        new Map(asked.professionals.map((one) => [keyOf(one), known.get(keyOf(one)) ?? absent(one)])),
        new Map(structures.map((one) => [keyOf(one), { hasFiness: one.type === BY_FINESS }])),
      );
    });
  }

  professional(type: string, number: string): KnownProfessional | null | 'unknown' {
    const told = this.professionals.get(keyOf({ type, number }));
    return told === undefined ? 'unknown' : told;
  }

  /** A structure where nobody practises is in no line of the identities: nothing is said of it. */
  structure(type: string, number: string): { readonly hasFiness: boolean } | 'unknown' {
    return this.structures.get(keyOf({ type, number })) ?? 'unknown';
  }
}

const BY_FINESS = '1';
const BY_ADELI = '0';

// Table 34: a line for each practice in force. The one read first tells the name; all tell the same in the Annuaire.
const READ_PEOPLE = `
  select p.holder_type as type, p.holder_number as number, min(p.family_name) as family_name,
         min(p.given_name) as given_name,
         coalesce(json_agg(json_build_object('type', p.structure_type, 'number', p.structure_number) order by p.id)
                  filter (where p.structure_number is not null and p.structure_type is not null), '[]') as structures
    from (select distinct * from unnest($2::text[], $3::text[]) as asked (type, number)) as asked
    join directory_practice p on p.copy_id = $1 and p.holder_number = asked.number and p.holder_type = asked.type
   group by p.holder_type, p.holder_number`;

const READ_STRUCTURES = `
  select asked.type, asked.number from (select distinct * from unnest($2::text[], $3::text[]) as asked (type, number)) as asked
   where exists (select from directory_practice p
                  where p.copy_id = $1 and p.structure_number = asked.number and p.structure_type = asked.type)`;

function professionalOf(row: PracticeRow): KnownProfessional {
  const { family_name: familyName, given_name: givenName, structures } = row;
  return { familyName, givenName, structures };
}

// RG_CTR_008: the Annuaire also knows former ADELI numbers, which no line of the identities tells (table 41).
function absent({ type }: KnownStructure): null | 'unknown' {
  return type === BY_ADELI ? 'unknown' : null;
}

function typesAndNumbers(asked: readonly KnownStructure[]): readonly [string[], string[]] {
  return [asked.map(({ type }) => type), asked.map(({ number }) => number)];
}

function keyOf({ type, number }: { readonly type: string; readonly number: string }): string {
  return `${type} ${number}`;
}
