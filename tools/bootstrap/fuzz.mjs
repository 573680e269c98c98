// npm run fuzz: every property that calls fuzzRuns, on 100,000 inputs each (FUZZ_RUNS), with the count and the seed of each.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-floor.mjs';
import { bin, projectNode, ROOT, toolEnvironment } from './paths.mjs';
import { inOurPlace } from './run.mjs';
import { refuse, say } from './say.mjs';

const RUNS = process.env.FUZZ_RUNS || '100000';
const PLACES = ['packages', 'apps', 'tools', 'test'];
const ELSEWHERE = new Set(['node_modules', 'dist', '.next', 'var']);

requireNode();
if (!/^[1-9]\d{0,8}$/.test(RUNS))
  refuse(`FUZZ_RUNS n’est pas un nombre d’essais : ${RUNS}`, `FUZZ_RUNS is not a number of inputs: ${RUNS}`);
const words = process.argv.slice(2);
const targets = PLACES.flatMap((place) => propertiesUnder(join(ROOT, place)))
  .map((file) => relative(ROOT, file))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (targets.length === 0)
  refuse(
    `Aucune propriété dans un fichier nommé « ${words.join(' ')} »`,
    'No property in a file of that name',
  );
await ensureInstalled();

const folder = mkdtempSync(join(tmpdir(), 'cachet-fuzz-'));
const report = join(folder, 'runs.jsonl');
const env = { ...toolEnvironment(), FUZZ_RUNS: RUNS, FUZZ_REPORT: report };
const limits = ['--testTimeout=0', '--hookTimeout=0'];
const args = [bin('vitest'), 'run', '--project=parts', ...limits, ...targets];
const code = await inOurPlace(projectNode(), ['--enable-source-maps', ...args], env);
const runs = readRuns();
rmSync(folder, { recursive: true, force: true });

for (const run of runs) say(lineOf(run));
const short = runs.filter(({ failed, runs: tried }) => !failed && tried < Number(RUNS));
for (const { file, test } of short)
  say(`✗ ${file} › ${test} : fuzzRuns n’y décide pas`, 'fuzzRuns does not decide there');
const silent = targets.filter((target) => !runs.some(({ file }) => file === target));
for (const file of silent) say(`✗ ${file} : aucune propriété essayée`, 'no property was tried');
const failed = runs.filter((run) => run.failed);
const inputs = runs.reduce((sum, run) => sum + run.runs, 0);
say(
  `${runs.length} propriétés, ${inputs} essais, ${failed.length} contre-exemples`,
  `${runs.length} properties, ${inputs} inputs, ${failed.length} counterexamples`,
);
if (failed.length > 0)
  say(
    'Rejouer : FUZZ_SEED=<graine> npm run fuzz -- <fichier>',
    'Replay: FUZZ_SEED=<seed> npm run fuzz -- <file>',
  );
process.exit(code !== 0 || failed.length + short.length + silent.length > 0 ? 1 : 0);

function propertiesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ELSEWHERE.has(entry.name) ? [] : propertiesUnder(path);
    const isTest = entry.name.endsWith('.test.ts');
    return isTest && /\bnumRuns: fuzzRuns\(/.test(readFileSync(path, 'utf8')) ? [path] : [];
  });
}

function readRuns() {
  let text = '';
  try {
    text = readFileSync(report, 'utf8');
  } catch {
    // No property got as far as its end.
  }
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line)).sort((a, b) => (a.file < b.file ? -1 : 1));
}

function lineOf({ file, test, runs: tried, seed, failed: broke }) {
  return `${broke ? '✗' : '✓'} ${String(tried).padStart(9)}  seed ${String(seed).padStart(11)}  ${file} › ${test}`;
}
