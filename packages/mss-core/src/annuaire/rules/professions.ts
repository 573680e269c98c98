const PHYSICIAN = '10';
const PHARMACIST = '21';
const DENTAL_SURGEON = '40';

/** Titles that go with each profession that has any (table 15). */
const CIVILITIES: Readonly<Record<string, readonly string[]>> = {
  [PHYSICIAN]: ['PR', 'MG', 'MC', 'DR'],
  [PHARMACIST]: ['PR', 'PC', 'PG', 'DR'],
  [DENTAL_SURGEON]: ['PR', 'DR'],
};

const OF_DENTAL_SURGEONS = ['SCD01', 'SCD02', 'SCD03'];
const OF_PHARMACISTS = ['SP01', 'SP02', 'SP03', 'SP04'];

export function hasCivility(profession: string | null): boolean {
  return Object.hasOwn(CIVILITIES, profession ?? '');
}

export function mayBear(profession: string | null, civility: string): boolean {
  return (CIVILITIES[profession ?? ''] ?? []).includes(civility);
}

/** Table 15: some codes are of dental surgeons, some of pharmacists, every other one of physicians; nobody else declares any. */
export function maySpecialise(profession: string | null, speciality: string): boolean {
  switch (profession) {
    case DENTAL_SURGEON:
      return OF_DENTAL_SURGEONS.includes(speciality);
    case PHARMACIST:
      return OF_PHARMACISTS.includes(speciality);
    case PHYSICIAN:
      return ![...OF_DENTAL_SURGEONS, ...OF_PHARMACISTS].includes(speciality);
    default:
      return false;
  }
}
