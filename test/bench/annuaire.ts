import { extraction } from './annuaire/extraction.js';
import { feed } from './annuaire/feed.js';
import type { Figure } from './annuaire/figure.js';
import { statistics } from './annuaire/statistics.js';

/** Each figure by its name: `npm run bench -- annuaire extraction` measures only this one. */
const FIGURES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  extraction,
  feed,
  statistics,
};

/** npm run bench -- annuaire: what the Annuaire costs. */
export default async function annuaire(args: readonly string[]): Promise<void> {
  const unknown = args.find((name) => !(name in FIGURES));
  if (unknown) throw new Error(`no figure « ${unknown} »: ${Object.keys(FIGURES).join(' ')}`);
  for (const [name, measure] of Object.entries(FIGURES)) {
    if (args.length > 0 && !args.includes(name)) continue;
    for (const { what, figure, remark } of await measure())
      process.stdout.write(`${what.padEnd(58)}${figure.padStart(24)}  ${remark}\n`);
  }
}
