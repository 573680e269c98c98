// npm run conformity: rewrites conformity/MATRIX.md; with --check, says what is wrong and writes nothing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCatalogue, readDispositions } from './catalogue.js';
import { findCitations } from './citations.js';
import { faultsOf, renderMatrix, rowsOf } from './matrix.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const page = join(root, 'conformity/MATRIX.md');
const checking = process.argv.includes('--check');

const requirements = readCatalogue(root);
const dispositions = readDispositions(root);
const citations = findCitations(root);
const rows = rowsOf(requirements.values(), citations, dispositions);
const faults = faultsOf(rows, citations, dispositions);
const matrix = renderMatrix(rows);

if (checking && (!existsSync(page) || readFileSync(page, 'utf8') !== matrix))
  faults.push('conformity/MATRIX.md is not up to date: run `npm run conformity` and commit it');
if (!checking) writeFileSync(page, matrix);
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(
  `${rows.length} exigences, ${rows.filter((r) => r.state === 'proved').length} prouvées, ${rows.filter((r) => r.state === 'open').length} ouvertes, ${faults.length} fautes\n`,
);
process.exit(faults.length > 0 ? 1 : 0);
