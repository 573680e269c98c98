import { kinds } from './kinds.js';

/** Where long messages lie unless told: one place for all processes of a machine, whatever folder of data each has of its own. */
const BLOB_FOLDER = '/var/lib/cachet/blobs';

/** Where the keys of the mail that is kept are held, and its long messages: for every process that reads or writes it. */
export const STORE_CONFIG = {
  CACHET_MASTER_KEY: kinds.keyVersions(32).optional(),
  CACHET_VAULT_TRANSIT_URL: kinds.url('http', 'https').optional(),
  CACHET_VAULT_TRANSIT_KEY: kinds.text().optional(),
  CACHET_VAULT_NAMESPACE: kinds.text().optional(),
  CACHET_VAULT_TOKEN: kinds.text().optional(),
  CACHET_VAULT_AGENT_TOKEN: kinds.text().optional(),
  CACHET_BLOB_DIR: kinds.sharedFolderOrOff().optional(),
  CACHET_BLOB_FROM_BYTES: kinds.count().optional(),
  CACHET_BLOB_S3_URL: kinds.url('http', 'https').optional(),
  CACHET_BLOB_S3_REGION: kinds.text().optional(),
  CACHET_BLOB_S3_KEY_ID: kinds.text().optional(),
  CACHET_BLOB_S3_SECRET: kinds.text().optional(),
};

/** What a key of these is worth to an environment that does not tell it. */
export function storeDefault(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return name === 'CACHET_BLOB_DIR' && !env.CACHET_BLOB_S3_URL ? BLOB_FOLDER : undefined;
}
