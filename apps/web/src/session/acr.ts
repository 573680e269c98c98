// R1 §6.8.4: Pro Santé Connect states the level reached in `acr`, from eidas1 upwards.
const LEVELS = ['eidas1', 'eidas2', 'eidas3'];

/** True when the level reached is known and not below the one required. */
export function reaches(acr: unknown, required: string): boolean {
  const reached = typeof acr === 'string' ? LEVELS.indexOf(acr) : -1;
  return reached >= 0 && reached >= LEVELS.indexOf(required);
}
