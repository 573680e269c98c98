// npm run cachet -- <command> …: the command line of the API; that of the sandbox, as its operator, when no other is named.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-floor.mjs';
import { projectNode, ROOT, toolEnvironment } from './paths.mjs';
import { inOurPlace } from './run.mjs';

requireNode();
await ensureInstalled();
await ensureBuilt();
const program = join(ROOT, 'apps/cli/dist/main.js');
const environment = { ...sandbox(), ...toolEnvironment() };
process.exit(await inOurPlace(projectNode(), [program, ...process.argv.slice(2)], environment));

function sandbox() {
  const file = join(resolve(ROOT, process.env.SANDBOX_VAR || 'var'), 'sandbox.json');
  if (process.env.CACHET_API_URL || !existsSync(file)) return {};
  const { graphql, operator } = JSON.parse(readFileSync(file, 'utf8'));
  return { CACHET_API_URL: graphql.http, CACHET_API_KEY: operator.apiKey };
}
