import { inParis } from '@cachet/mss-core/annuaire';

/**
 * When a file was made, as its name tells: `ExtractionMSSGlobale_AAAAMMJJHHmss`, `extraction_identites_…_aaaammjjhhmm`, hours of Paris. Null
 * when it tells none.
 */
export function dateOfName(name: string): Date | null {
  const told = /(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])\d{0,4})?(?!\d)/.exec(
    name,
  );
  if (!told) return null;
  const [, year, month, day, hour] = told;
  return inParis(`${year}-${month}-${day}`, Number(hour ?? 0));
}
