import { foldName } from '../bal/fold-name.js';

/** A professional as the Annuaire Santé knows them. */
export interface KnownProfessional {
  readonly familyName: string;
  readonly givenName: string;
  /** Where they practise, as `type` and `number` of TypeIdentifiantPM. */
  readonly structures: readonly KnownStructure[];
}

export interface KnownStructure {
  readonly type: string;
  readonly number: string;
}

/** What is known of the Annuaire's own contents. `unknown`: we hold no copy that could tell, and nothing is said. */
export interface DirectoryFacts {
  /** Null when the Annuaire knows nobody by that number; `unknown` too where it may know it as somebody’s former one. */
  professional(type: string, number: string): KnownProfessional | null | 'unknown';
  /** Null when it knows no such structure. */
  structure(type: string, number: string): { readonly hasFiness: boolean } | null | 'unknown';
}

/** Without any copy of the Annuaire. */
export const NO_FACTS: DirectoryFacts = { professional: () => 'unknown', structure: () => 'unknown' };

/**
 * Whether names are those that the Annuaire knows, as it judges today: the first letter of the given name and the first two of the family
 * name, without accents, hyphens, apostrophes and spaces.
 */
// RG_CTR_021
export function agreesWithDirectory(
  declared: { readonly familyName: string; readonly givenName: string },
  known: Pick<KnownProfessional, 'familyName' | 'givenName'>,
): boolean {
  return beginning(declared) === beginning(known);
}

function beginning({
  familyName,
  givenName,
}: {
  readonly familyName: string;
  readonly givenName: string;
}): string {
  return `${lettersOf(givenName).slice(0, 1)} ${lettersOf(familyName).slice(0, 2)}`;
}

function lettersOf(name: string): string {
  return foldName(name).replace(/-/g, '');
}
