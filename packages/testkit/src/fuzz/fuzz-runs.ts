/**
 * How many inputs a property is tried with: few in the ordinary tests, those of `npm run fuzz` (FUZZ_RUNS) there. A test file that
 * calls this is a target of `npm run fuzz`.
 *
 * @throws Error when FUZZ_RUNS is not a whole number of at least one: a campaign of no input would pass.
 */
export function fuzzRuns(defaultRuns: number): number {
  const asked = process.env.FUZZ_RUNS;
  if (asked === undefined || asked === '') return defaultRuns;
  if (!/^[1-9]\d{0,8}$/.test(asked)) throw new Error(`FUZZ_RUNS is not a number of inputs: ${asked}`);
  return Number(asked);
}
