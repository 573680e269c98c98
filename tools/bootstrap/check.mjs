// npm run check: format and lint, import arrows, types of product and tests, conformity citations.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-floor.mjs';
import { bin, projectNode } from './paths.mjs';
import { quietly } from './run.mjs';
import { refuse, say } from './say.mjs';

const STEPS = [
  ['Mise en forme et règles de code', 'format and lint', bin('biome'), ['ci', '--error-on-warnings', '.']],
  ['Sens des imports', 'import arrows', bin('turbo'), ['boundaries']],
  ['Types des tests', 'types of the tests', bin('tsc'), ['-p', 'tsconfig.tests.json']],
  [
    'Schéma émis, et rien de rompu pour les partenaires',
    'emitted schema, and nothing broken for partners',
    projectNode(),
    ['apps/api/dist/schema/check-schema.js'],
  ],
  [
    'Exigences citées et matrice',
    'cited requirements and matrix',
    projectNode(),
    ['packages/conformity/dist/main.js', '--check'],
  ],
];

requireNode();
await ensureInstalled();
await ensureBuilt();
for (const [french, english, command, args] of STEPS) {
  const { code, output } = await quietly(command, args);
  if (code !== 0) refuse(`${output.trim()}\n\n✗ ${french}`, `✗ ${english}`);
  say(`✓ ${french}`, english);
}
