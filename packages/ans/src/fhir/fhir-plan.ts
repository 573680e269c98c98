import { type DirectoryQuery, foldWords, professionsSaid } from '@cachet/mss-core/directory-search';

export type BearerType = 'Practitioner' | 'PractitionerRole' | 'Organization';

/** One search of the service: criteria of one name more than once all hold. */
export interface FhirRequest {
  readonly type: BearerType;
  readonly criteria: readonly (readonly [name: string, value: string])[];
}

const LONGEST = 100;
const MOST_WORDS = 6;
const FEWEST_LETTERS = 2;
const PROFESSIONS_SYSTEM =
  'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante';
const PAGE: readonly [string, string] = ['_count', '50'];

/**
 * How the service is asked for what somebody looks for: by the criterion that tells most; what it cannot be asked is looked for among what it
 * tells. Nothing when the question would ask for whole professions, or for no word.
 */
export function fhirPlan(query: DirectoryQuery): readonly FhirRequest[] {
  const address =
    query.bal
      ?.trim()
      .slice(0, LONGEST)
      .replace(/[^\w.@+-]/g, '') ?? '';
  if (address.length >= FEWEST_LETTERS) return byAddress(address.toLowerCase());
  const [name, structure, town] = [wordsOf(query.name), wordsOf(query.structure), wordsOf(query.town)];
  const text = wordsOf(query.text);
  if (name.length > 0) return [people(name, wordsOf(query.profession))];
  if (structure.length > 0 || town.length > 0) return [places(structure, town)];
  return text.length > 0 ? [people(text, []), places(text, [])] : [];
}

function wordsOf(typed: string | null | undefined): readonly string[] {
  const words =
    (typed ?? '')
      .slice(0, LONGEST)
      .normalize('NFC')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => foldWords(word).join('').length >= FEWEST_LETTERS).slice(0, MOST_WORDS);
}

// The service is asked by type: neither _type nor a batch goes through its gateway.
function byAddress(address: string): readonly FhirRequest[] {
  // :exact is certain, which :contains is not always.
  const criterion = [address.includes('@') ? 'mailbox-mss:exact' : 'mailbox-mss:contains', address] as const;
  return [
    { type: 'Practitioner', criteria: [criterion, PAGE] },
    { type: 'PractitionerRole', criteria: [criterion, ...AROUND_A_ROLE, PAGE] },
    { type: 'Organization', criteria: [criterion, PAGE] },
  ];
}

const AROUND_A_ROLE = [
  ['_include', 'PractitionerRole:practitioner'],
  ['_include', 'PractitionerRole:organization'],
] as const;

function people(words: readonly string[], professions: readonly string[]): FhirRequest {
  const codes = professions.map(professionsSaid).filter((said) => said.length > 0);
  return {
    type: 'Practitioner',
    criteria: [
      ...words.map((word) => ['name:contains', word] as const),
      ...codes.map((said) => ['qualification-code', said.map(coded).join(',')] as const),
      ['_revinclude', 'PractitionerRole:practitioner'],
      PAGE,
    ],
  };
}

function coded(code: string): string {
  return `${PROFESSIONS_SYSTEM}|${code}`;
}

function places(words: readonly string[], town: readonly string[]): FhirRequest {
  return {
    type: 'Organization',
    criteria: [
      ...words.map((word) => ['name:contains', word] as const),
      ...town.map((word) =>
        /^\d+$/.test(word)
          ? (['address-postalcode', word] as const)
          : (['address-city:contains', word] as const),
      ),
      PAGE,
    ],
  };
}
