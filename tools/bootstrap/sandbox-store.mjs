import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './paths.mjs';

/** Where the mail of the sandbox is kept, for who names no other installation in the environment. */
export function sandboxStore() {
  const sandbox = resolve(ROOT, process.env.SANDBOX_VAR || 'var');
  const secret = (name) => join(sandbox, 'secrets', name);
  const isToldWhere = process.env.CACHET_DATABASE_URL || process.env.CACHET_DATABASE_URL_FILE;
  if (isToldWhere || !existsSync(secret('master-key'))) return {};
  return {
    CACHET_DATABASE_URL_FILE: secret('database-url'),
    CACHET_MASTER_KEY_FILE: secret('master-key'),
    CACHET_BLOB_DIR: join(sandbox, 'blobs'),
  };
}
