import type { DirectoryRecord } from '../directory-record.js';
import { type Ber, ber, OCTET_STRING, SEQUENCE, SET } from './ber.js';
import { type Attributes, matches } from './filter.js';

/** Référentiel §9.1: searches begin here or below. */
export const BASE_DN = 'OU=bal,O=mssante,C=fr';

export interface TreeEntry {
  readonly dn: string;
  /** By the names of table 32, in its letters. */
  readonly attributes: readonly (readonly [string, string])[];
}

// Neither a schema nor a sample of this interface is public: the attributes bear the names that table 32 gives the same data.
export function treeEntry(record: DirectoryRecord): TreeEntry {
  const { address, person, structure } = record;
  const attributes: readonly (readonly [string, string])[] = [
    ['objectClass', 'mssanteBal'],
    ['typeBal', record.type],
    ['adresseBal', address],
    ['typeIdentifiantPP', person?.idType ?? ''],
    ['identifiantPP', person?.id ?? ''],
    ['typeIdentifiantPM', structure?.idType ?? ''],
    ['identifiantPM', structure?.id ?? ''],
    ['serviceRattachement', record.service],
    ['nomExercice', record.familyName],
    ['prenomExercice', record.givenName],
    ['profession', record.professionCode],
    ['responsable', record.responsible],
    ['description', record.description],
    ['raisonSociale', structure?.name ?? ''],
    ['codePostal', record.postalCode],
    ['commune', record.city],
  ];
  return {
    dn: `adresseBal=${address.replace(/[\\,+"<>;=#]/g, '\\$&')},${BASE_DN}`,
    attributes: attributes.filter(([, value]) => value !== ''),
  };
}

/** Of the entries under a base, those that a search wants; null when it begins elsewhere (noSuchObject). @throws FilterRefused */
export function found(
  entries: readonly TreeEntry[],
  {
    base,
    scope,
    filter,
  }: { readonly base: string; readonly scope: number; readonly filter: Ber | undefined },
): readonly TreeEntry[] | null {
  const wanted = normal(base);
  const root = normal(BASE_DN);
  if (wanted !== root && !wanted.endsWith(`,${root}`)) return null;
  const within = entries.filter(({ dn }) => {
    const own = normal(dn);
    return scope === 0 ? own === wanted : own.endsWith(`,${wanted}`) || own === wanted;
  });
  return within.filter((entry) => matches(filter, byName(entry)));
}

function byName({ attributes }: TreeEntry): Attributes {
  return new Map(attributes.map(([name, value]) => [name.toLowerCase(), [value]]));
}

function normal(dn: string): string {
  return dn.toLowerCase().replace(/\s*([,=])\s*/g, '$1');
}

/** The entry as a message holds it, with the attributes asked for: all of them when none was named (RFC 4511 §4.5.1.8). */
export function writtenEntry({ dn, attributes }: TreeEntry, asked: readonly string[]): Buffer {
  const all = asked.length === 0 || asked.includes('*');
  const shown = attributes.filter(([name]) => all || asked.includes(name.toLowerCase()));
  return ber(0x64, ber(OCTET_STRING, dn), ber(SEQUENCE, ...shown.map(writtenAttribute)));
}

function writtenAttribute([name, value]: readonly [string, string]): Buffer {
  return ber(SEQUENCE, ber(OCTET_STRING, name), ber(SET, ber(OCTET_STRING, value)));
}
