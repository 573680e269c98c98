// npm run store -- <command> …: the operator's commands on the mail store, each with the same environment as the mail edge;
// those that look after kept mail take the sandbox's when there is none.
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-floor.mjs';
import { projectNode, ROOT, toolEnvironment } from './paths.mjs';
import { inOurPlace } from './run.mjs';
import { sandboxStore } from './sandbox-store.mjs';
import { refuse } from './say.mjs';

const KEPT_MAIL = 'apps/api/dist/store.js';
/** By its name, the program that does it, which gets the name and the rest of the line. */
const COMMANDS = {
  check: KEPT_MAIL,
  'rotate-keys': KEPT_MAIL,
  seal: KEPT_MAIL,
  collect: KEPT_MAIL,
  export: 'apps/mailedge/dist/moving/command.js',
  import: 'apps/mailedge/dist/moving/command.js',
  empty: 'apps/mailedge/dist/moving/command.js',
  evidence: 'apps/mailedge/dist/moving/command.js',
  traces: 'apps/mailedge/dist/moving/command.js',
};

requireNode();
const [name = '', ...given] = process.argv.slice(2);
const program = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : null;
if (program === null)
  refuse(
    `Commandes : ${Object.keys(COMMANDS).join(', ')}. Par exemple : npm run store -- export --bal <adresse> --to <fichier.zip>`,
    `Commands: ${Object.keys(COMMANDS).join(', ')}. For instance: npm run store -- export --bal <address> --to <file.zip>`,
  );
await ensureInstalled();
await ensureBuilt();
const environment = { ...toolEnvironment(), ...(program === KEPT_MAIL && sandboxStore()) };
process.exit(await inOurPlace(projectNode(), [join(ROOT, program), name, ...given], environment, 'inherit'));
