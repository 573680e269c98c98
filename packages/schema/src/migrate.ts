import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { DatabaseUnusable } from './database-unusable.js';
import { runMigrations } from './run-migrations.js';

/** Command line: applies the migrations to CACHET_DATABASE_OWNER_URL (or the file named by CACHET_DATABASE_OWNER_URL_FILE). */
function ownerUrl(env: NodeJS.ProcessEnv): string | null {
  const file = env.CACHET_DATABASE_OWNER_URL_FILE;
  return file ? readFileSync(file, 'utf8').trim() : (env.CACHET_DATABASE_OWNER_URL ?? null);
}

async function main(): Promise<number> {
  const url = ownerUrl(process.env);
  if (!url) {
    process.stderr.write('CACHET_DATABASE_OWNER_URL manque / CACHET_DATABASE_OWNER_URL is missing\n');
    return 2;
  }
  try {
    const applied = await runMigrations(url);
    process.stdout.write(applied.length === 0 ? 'schema: up to date\n' : `schema: ${applied.join(', ')}\n`);
    return 0;
  } catch (fault) {
    if (!(fault instanceof DatabaseUnusable)) throw fault;
    process.stderr.write(`${fault.fr}\n${fault.en}\n`);
    return 2;
  }
}

process.exitCode = await main();
