import { ConfiguredMasterKey } from './configured-master-key.js';
import type { MasterKey } from './master-key.js';
import { VaultTransitKey } from './vault-transit-key.js';

/** Where the master key is held, as a process is configured. */
export interface KeySettings {
  readonly CACHET_MASTER_KEY?: ReadonlyMap<number, Uint8Array> | undefined;
  readonly CACHET_VAULT_TRANSIT_URL?: string | undefined;
  readonly CACHET_VAULT_TRANSIT_KEY?: string | undefined;
  readonly CACHET_VAULT_NAMESPACE?: string | undefined;
  readonly CACHET_VAULT_TOKEN?: string | undefined;
}

/** @throws Error with a sentence for the administrator unless exactly one place is told, whole. */
export function openMasterKey(settings: KeySettings): MasterKey {
  const { CACHET_MASTER_KEY: versions, CACHET_VAULT_TRANSIT_URL: url } = settings;
  if (versions && !url) return new ConfiguredMasterKey(versions);
  if (!url || versions) throw new Error(ONE_PLACE);
  const { CACHET_VAULT_TRANSIT_KEY: key, CACHET_VAULT_TOKEN: token } = settings;
  if (!key || !token) throw new Error(VAULT_WHOLE);
  return new VaultTransitKey({ url, key, token, namespace: settings.CACHET_VAULT_NAMESPACE });
}

const ONE_PLACE =
  'CACHET_MASTER_KEY ou CACHET_VAULT_TRANSIT_URL est attendue, et une seule des deux / CACHET_MASTER_KEY or CACHET_VAULT_TRANSIT_URL is expected, and only one of them';
const VAULT_WHOLE =
  'CACHET_VAULT_TRANSIT_KEY et CACHET_VAULT_TOKEN sont attendues avec CACHET_VAULT_TRANSIT_URL / CACHET_VAULT_TRANSIT_KEY and CACHET_VAULT_TOKEN are expected with CACHET_VAULT_TRANSIT_URL';
