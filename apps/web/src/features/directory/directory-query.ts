/** The criteria of the page, by the names of its address. */
export const CRITERIA = {
  texte: 'text',
  nom: 'name',
  profession: 'profession',
  specialite: 'speciality',
  ville: 'town',
  structure: 'structure',
  bal: 'bal',
} as const;

export type CriterionParameter = keyof typeof CRITERIA;
export type DirectoryCriteria = Readonly<Record<(typeof CRITERIA)[CriterionParameter], string | null>>;

const LONGEST = 100;
const FEWEST_LETTERS = 2;

/** What the address of the page asks for. */
export function readCriteria(
  asked: Readonly<Record<string, string | string[] | undefined>>,
): DirectoryCriteria {
  const told = Object.entries(CRITERIA).map(([parameter, criterion]) => {
    const value = asked[parameter];
    return [criterion, (typeof value === 'string' && value.trim().slice(0, LONGEST)) || null];
  });
  return Object.fromEntries(told);
}

/** `nothing`: nobody has asked yet. `short`: too little to look for anything. */
export function stateOf(criteria: DirectoryCriteria): 'nothing' | 'short' | 'asked' {
  const told = Object.values(criteria).filter((value) => value !== null);
  if (told.length === 0) return 'nothing';
  const letters = told.map((value) => value.replace(/[^\p{L}\p{N}]/gu, '').length);
  return Math.max(...letters) < FEWEST_LETTERS ? 'short' : 'asked';
}

/** Whether more than the one field that everybody sees was used. */
export function isPrecise({ text: _, ...precise }: DirectoryCriteria): boolean {
  return Object.values(precise).some((value) => value !== null);
}

/** Whether all the words of a text stand among what is shown, accents and capitals apart. */
// RE_2.1_5020: what is refined is found among the answers at hand.
export function holds(shown: readonly (string | null | undefined)[], typed: string): boolean {
  const whole = plain(shown.filter(Boolean).join(' '));
  return plain(typed)
    .split(/\s+/)
    .every((word) => whole.includes(word));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
