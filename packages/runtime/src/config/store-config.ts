import { kinds } from './kinds.js';

/** Where the keys of the mail that is kept are held: for every process that reads or writes it. */
export const STORE_CONFIG = {
  CACHET_MASTER_KEY: kinds.keyVersions(32).optional(),
  CACHET_VAULT_TRANSIT_URL: kinds.url('http', 'https').optional(),
  CACHET_VAULT_TRANSIT_KEY: kinds.text().optional(),
  CACHET_VAULT_NAMESPACE: kinds.text().optional(),
  CACHET_VAULT_TOKEN: kinds.text().optional(),
};
