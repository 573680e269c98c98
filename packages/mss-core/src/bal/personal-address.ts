import type { Person } from '../administration/ports.js';
import { foldName } from './fold-name.js';

/** What an address says of a person. */
export type NamedPerson = Pick<Person, 'givenName' | 'familyName'>;

/** RFC 5321 §4.5.3.1.1: octets of a local part. */
const LONGEST_LOCAL_PART = 64;
/** Homonyms of one domain beyond this are no longer told apart by a number. */
export const MOST_HOMONYMS = 99;

/** `prenom.nom` of that person; null when a part of the name holds no letter that an address may hold. */
// EX_GBM_4311
export function personalLocalPart({ givenName, familyName }: NamedPerson): string | null {
  const [given, family] = [foldName(givenName), foldName(familyName)];
  return given && family ? cut(`${given}.${family}`, LONGEST_LOCAL_PART) : null;
}

/** The same for the second, third… person of that name on one domain. */
// EX_GBM_4311: the operator may depart from the rule for homonyms.
export function homonymLocalPart(person: NamedPerson, rank: number): string | null {
  const plain = personalLocalPart(person);
  if (plain === null || rank < 2) return plain;
  return `${cut(plain, LONGEST_LOCAL_PART - String(rank).length)}${rank}`;
}

/** The rank among homonyms that this local part gives the person: 1 for `prenom.nom` itself, 2 for `prenom.nom2`…; null for any other name. */
export function rankOf(localPart: string, person: NamedPerson): number | null {
  if (localPart === personalLocalPart(person)) return 1;
  const rank = Number(/[2-9]$|[1-9]\d$/.exec(localPart)?.[0] ?? 0);
  const ranks = [rank, rank % 10].filter((each) => each >= 2);
  return ranks.find((each) => homonymLocalPart(person, each) === localPart) ?? null;
}

function cut(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[.-]+$/, '');
}
