// npm start: installs what is missing, builds what has changed, then starts the sandbox.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
const launcher = join(ROOT, 'tools/sandbox/dist/main.js');
const code = await inOurPlace(
  projectNode(),
  ['--enable-source-maps', launcher, ...process.argv.slice(2)],
  env,
);
forgetIfOrphaned(resolve(ROOT, process.env.SANDBOX_VAR || 'var'));
process.exit(code);

/** A launcher killed outright leaves its description of a running sandbox behind: nothing runs any more, so it goes. */
function forgetIfOrphaned(folder) {
  const holder = join(folder, 'launcher.pid');
  if (existsSync(holder) && existsSync(`/proc/${readFileSync(holder, 'utf8')}`)) return;
  rmSync(join(folder, 'sandbox.json'), { force: true });
  rmSync(holder, { force: true });
}
