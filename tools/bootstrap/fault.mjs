// npm run fault -- --cycles 200: kills, cuts and fills the running product under load, then looks for every letter.
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-floor.mjs';
import { projectNode, ROOT } from './paths.mjs';
import { inOurPlace } from './run.mjs';
import { refuse } from './say.mjs';

requireNode();
const given = process.argv.slice(2);
const isKnown = (word, index) =>
  ['--cycles', '--seed'].includes(word) ? /^[1-9]\d{0,8}$/.test(given[index + 1] ?? '') : index % 2 === 1;
if (!given.every(isKnown))
  refuse(
    'Une campagne se lance par : npm run fault -- --cycles 200 [--seed 1234]',
    'A campaign is run by: npm run fault -- --cycles 200 [--seed 1234]',
  );
await ensureInstalled();
await ensureBuilt();
const script = `import { runnerImport } from 'vite'; const { module } = await runnerImport(${JSON.stringify(join(ROOT, 'test/fault/command.ts'))}); process.exit((await module.default(process.argv.slice(1))) ? 0 : 1);`;
process.exit(await inOurPlace(projectNode(), ['--input-type=module', '-e', script, '--', ...given]));
