import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { ACCEPTED, COMMITTED, RELEASED, schemaText } from './schema-files.js';

/**
 * Writes the schema's text where it is committed: `npm run schema -w @cachet/api`. With `--release`, also as the one that partners
 * were given, with which later ones are compared.
 */
const text = await schemaText();
await writeFile(COMMITTED, text);
if (process.argv.includes('--release')) {
  await writeFile(RELEASED, text);
  await writeFile(ACCEPTED, '[]\n');
}
