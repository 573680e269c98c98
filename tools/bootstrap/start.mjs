// npm start: installs what is missing, builds what has changed, then starts the sandbox.
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-floor.mjs';
import { projectNode, ROOT, toolEnvironment } from './paths.mjs';
import { inOurPlace } from './run.mjs';

requireNode();
const begun = Date.now();
await ensureInstalled();
await ensureBuilt();
const env = { ...toolEnvironment(), SANDBOX_BEGUN_AT: String(begun) };
process.exit(
  await inOurPlace(
    projectNode(),
    ['--enable-source-maps', join(ROOT, 'tools/sandbox/dist/main.js'), ...process.argv.slice(2)],
    env,
  ),
);
