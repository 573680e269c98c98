import { type Report, runCampaign } from './campaign.js';

/** `npm run fault`: a campaign of as many cycles as asked, its table, and whether all held. */
export default async function fault(args: readonly string[]): Promise<boolean> {
  const cycles = numberAfter('--cycles', args) ?? 20;
  const seed = numberAfter('--seed', args) ?? Math.floor(Math.random() * 1_000_000);
  say(`${cycles} cycles, seed ${seed}`);
  const report = await runCampaign({ cycles, seed, tell: say });
  print(report);
  return report.violations.length === 0;
}

function numberAfter(name: string, args: readonly string[]): number | null {
  const at = args.indexOf(name);
  const value = Number(args[at + 1]);
  return at >= 0 && Number.isSafeInteger(value) && value > 0 ? value : null;
}

const SHOWN_VIOLATIONS = 40;

function print({ seed, cycles, counts, imap, violations, keptIn }: Report): void {
  for (const violation of violations.slice(0, SHOWN_VIOLATIONS)) say(`✗ ${violation}`);
  if (violations.length > SHOWN_VIOLATIONS) say(`✗ … ${violations.length - SHOWN_VIOLATIONS} more`);
  const rows: readonly (readonly [string, number])[] = [
    ['letters', counts.letters],
    ['accepted', counts.accepted],
    ['lost', counts.lost],
    ['partial', counts.partial],
    ['duplicated', counts.duplicated],
    ['unavoidable (reply lost)', counts.unavoidable],
    ['refused', counts.refused],
    ['broken off', counts.brokenOff],
    ['refused or broken off, kept', counts.refusedPresent],
    ['unknown', counts.unknown],
    ['unknown, kept', counts.unknownKept],
    ['altered', counts.altered],
    ['IMAP commands', imap.commands],
    ['IMAP OK', imap.ok],
    ['IMAP OK, messages', imap.messages],
    ['IMAP refused', imap.refused],
    ['IMAP broken off', imap.notSent],
    ['IMAP unknown', imap.unknown],
    ['IMAP unknown, done', imap.unknownDone],
    ['IMAP half done or undone', imap.broken],
    ['violations', violations.length],
  ];
  for (const [name, count] of rows) say(`${name.padEnd(28)}${String(count).padStart(8)}`);
  say(
    `cycles: ${Object.entries(cycles)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
  );
  say(keptIn ? `--seed ${seed} plays it again; data and logs are in ${keptIn}` : `seed ${seed}: all held`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
