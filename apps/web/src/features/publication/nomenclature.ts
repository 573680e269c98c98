/** Codes of TRE_G15 that are open, and of TRE_R11, which people choose among. */
export const PROFESSIONS = [
  ...(['10', '21', '26', '28', '31', '32', '40', '50', '60', '69', '70', '80', '81', '82', '83'] as const),
  ...(['84', '85', '86', '91', '92', '94', '95', '96', '98'] as const),
] as const;
export const CIVILITIES = ['DR', 'MC', 'MG', 'PC', 'PG', 'PR'] as const;

export type Profession = (typeof PROFESSIONS)[number];
export type Civility = (typeof CIVILITIES)[number];

export function isProfession(code: string | null | undefined): code is Profession {
  return PROFESSIONS.some((each) => each === code);
}

export function isCivility(code: string | null | undefined): code is Civility {
  return CIVILITIES.some((each) => each === code);
}
