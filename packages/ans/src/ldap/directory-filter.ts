import {
  DIRECTORY_CRITERIA,
  type DirectoryCriterion,
  type DirectoryQuery,
  foldWords,
  professionsSaid,
} from '@cachet/mss-core/directory-search';
import { AndFilter, EqualityFilter, type Filter, OrFilter, SubstringFilter } from 'ldapts';
import type { DirectoryNames } from './directory-names.js';

/** Letters of one criterion, and words of a whole question, that are worth sending. */
const LONGEST = 100;
const MOST_WORDS = 10;
const FEWEST_LETTERS = 2;

/**
 * What somebody looks for as a directory is asked: each word stands somewhere in one of the attributes of its criterion (« contient »). Null when
 * nothing of it is worth asking. Filters are built, and never written as text: no character of what was typed means anything (RFC 4515 §3).
 */
export function directoryFilter(query: DirectoryQuery, names: DirectoryNames): Filter | null {
  const words = DIRECTORY_CRITERIA.flatMap((criterion) =>
    wordsOf(criterion, query[criterion] ?? '').map((word) => ({ criterion, word })),
  );
  const filters = words.slice(0, MOST_WORDS).map(({ criterion, word }) => wordFilter(criterion, word, names));
  const [only] = filters;
  return filters.length > 1 ? new AndFilter({ filters }) : (only ?? null);
}

// EX_2.1.1_5010: neither nothing, nor a wildcard, nor a lone letter asks for the whole directory.
function wordsOf(criterion: DirectoryCriterion, typed: string): readonly string[] {
  const text = typed.slice(0, LONGEST).normalize('NFC');
  const words = text.match(criterion === 'bal' ? /[\w.@+-]+/g : /[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length >= FEWEST_LETTERS);
}

function wordFilter(criterion: DirectoryCriterion, word: string, names: DirectoryNames): Filter {
  // The directory tells accents apart, and registers write names with or without them.
  const spellings = [...new Set([word, ...foldWords(word)])].filter((each) => each.length >= FEWEST_LETTERS);
  const filters = spellings.flatMap((spelling) => [
    ...attributesOf(criterion, names).map((attribute) => contains(attribute, spelling)),
    ...placesNumbered(criterion, spelling, names),
  ]);
  return new OrFilter({ filters: [...filters, ...professions(criterion, word, names)] });
}

function attributesOf(criterion: DirectoryCriterion, names: DirectoryNames): readonly string[] {
  const structure = [names.structureName, names.signName, names.service, names.description];
  switch (criterion) {
    case 'name':
      return [names.familyName, names.givenName];
    case 'profession':
      return [names.profession];
    case 'speciality':
      return [names.speciality];
    case 'town':
      return [names.town, names.department];
    case 'structure':
      return structure;
    case 'bal':
      return [names.address];
    case 'text':
      return [names.familyName, names.givenName, ...structure, names.town, names.address];
  }
}

function contains(attribute: string, value: string): Filter {
  return new SubstringFilter({ attribute, any: [value] });
}

/** The beginning of a postal code: a department, or a part of one. */
function placesNumbered(
  criterion: DirectoryCriterion,
  word: string,
  names: DirectoryNames,
): readonly Filter[] {
  const isPlace = (criterion === 'town' || criterion === 'text') && /^\d[\dAB]\d{0,3}$/i.test(word);
  return isPlace ? [new SubstringFilter({ attribute: names.postalCode, initial: word })] : [];
}

/** Professions that are told by their code. */
function professions(criterion: DirectoryCriterion, word: string, names: DirectoryNames): readonly Filter[] {
  if (criterion !== 'profession' && criterion !== 'text') return [];
  return professionsSaid(word).map((value) => new EqualityFilter({ attribute: names.profession, value }));
}
