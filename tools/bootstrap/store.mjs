// npm run store -- <command> …: the operator's commands on the mail store, each with the same environment as the mail edge.
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-floor.mjs';
import { projectNode, ROOT, toolEnvironment } from './paths.mjs';
import { inOurPlace } from './run.mjs';
import { refuse } from './say.mjs';

/** By its name, the program that does it, which gets the name and the rest of the line. */
const COMMANDS = {
  export: 'apps/mailedge/dist/moving/command.js',
  import: 'apps/mailedge/dist/moving/command.js',
  empty: 'apps/mailedge/dist/moving/command.js',
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
process.exit(
  await inOurPlace(projectNode(), [join(ROOT, program), name, ...given], toolEnvironment(), 'inherit'),
);
