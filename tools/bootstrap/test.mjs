// npm test: installs what is missing, builds, then runs every test and ends with "N passed, N failed".
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureForeignClients } from './foreign-clients.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-floor.mjs';
import { bin, projectNode, toolEnvironment } from './paths.mjs';
import { inOurPlace } from './run.mjs';

requireNode();
await ensureInstalled();
await ensureBuilt();
await ensureForeignClients();
const folder = mkdtempSync(join(tmpdir(), 'cachet-test-'));
const report = join(folder, 'report.json');
const env = { ...toolEnvironment(), CHROMIUM_PATH: await ensureChromium() };
const args = [
  '--enable-source-maps',
  bin('vitest'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
];
const code = await inOurPlace(projectNode(), args, env);

const { passed, failed } = counted();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(code !== 0 || failed > 0 || passed === 0 ? 1 : 0);

/** Counts tests, and as one failure each file that failed outside of any test. */
function counted() {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const json = JSON.parse(readFileSync(report, 'utf8'));
  const broken = json.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed'),
  );
  return { passed: json.numPassedTests, failed: json.numFailedTests + broken.length };
}
