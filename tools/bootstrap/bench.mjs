// npm run bench -- <name>: prints the figures of one bench, measured on this machine in one run.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureMeasuredServers } from './foreign-clients.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-floor.mjs';
import { projectNode, ROOT } from './paths.mjs';
import { inOurPlace } from './run.mjs';
import { refuse } from './say.mjs';

requireNode();
const [name = '', ...rest] = process.argv.slice(2);
if (!/^[a-z-]+$/.test(name) || !existsSync(join(ROOT, `test/bench/${name}.ts`)))
  refuse(
    `« ${name} » n’est pas un banc de mesure : npm run bench -- start`,
    `“${name}” is not a bench: npm run bench -- start`,
  );
await ensureInstalled();
await ensureBuilt();
if (['imap', 'smtp'].includes(name) && !rest.includes('--alone')) await ensureMeasuredServers();
const script = `import { runnerImport } from 'vite'; const { module } = await runnerImport(${JSON.stringify(join(ROOT, `test/bench/${name}.ts`))}); await module.default(process.argv.slice(1)); process.exit(0);`;
process.exit(await inOurPlace(projectNode(), ['--input-type=module', '-e', script, '--', ...rest]));
