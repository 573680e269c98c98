import { ConfiguredMasterKey } from './configured-master-key.js';
import type { MasterKey } from './master-key.js';
import { FollowedToken, RenewedToken, type TokenLog, type VaultToken } from './vault-token.js';
import { VaultTransitKey } from './vault-transit-key.js';

/** Where the master key is held, as a process is configured. */
export interface KeySettings {
  readonly CACHET_MASTER_KEY?: ReadonlyMap<number, Uint8Array> | undefined;
  readonly CACHET_VAULT_TRANSIT_URL?: string | undefined;
  readonly CACHET_VAULT_TRANSIT_KEY?: string | undefined;
  readonly CACHET_VAULT_NAMESPACE?: string | undefined;
  readonly CACHET_VAULT_TOKEN?: string | undefined;
  /** A file in which something else replaces the token. */
  readonly CACHET_VAULT_AGENT_TOKEN?: string | undefined;
}

/** @throws Error with a sentence for the administrator unless exactly one place is told, whole. */
export function openMasterKey(settings: KeySettings, log: TokenLog | null = null): MasterKey {
  const { CACHET_MASTER_KEY: versions, CACHET_VAULT_TRANSIT_URL: url } = settings;
  if (versions && !url) return new ConfiguredMasterKey(versions);
  if (!url || versions) throw new Error(ONE_PLACE);
  const { CACHET_VAULT_TRANSIT_KEY: key, CACHET_VAULT_NAMESPACE: namespace } = settings;
  if (!key) throw new Error(VAULT_WHOLE);
  return new VaultTransitKey({ url, key, token: tokenOf(settings, url, log), namespace });
}

function tokenOf(settings: KeySettings, transitUrl: string, log: TokenLog | null): VaultToken {
  const { CACHET_VAULT_TOKEN: token, CACHET_VAULT_AGENT_TOKEN: file } = settings;
  if (file && !token) return new FollowedToken(file, log);
  if (!token || file) throw new Error(VAULT_WHOLE);
  const door = { url: versionOf(transitUrl), namespace: settings.CACHET_VAULT_NAMESPACE };
  return new RenewedToken(token, door, log).keepAlive();
}

/** `https://vault.example:8200/v1` of whatever is mounted below. */
function versionOf(url: string): string {
  return /^.*?\/v1(?=\/)/.exec(url)?.[0] ?? `${new URL(url).origin}/v1`;
}

const ONE_PLACE =
  'CACHET_MASTER_KEY ou CACHET_VAULT_TRANSIT_URL est attendue, et une seule des deux / CACHET_MASTER_KEY or CACHET_VAULT_TRANSIT_URL is expected, and only one of them';
const VAULT_WHOLE =
  'CACHET_VAULT_TRANSIT_KEY et soit CACHET_VAULT_TOKEN, soit CACHET_VAULT_AGENT_TOKEN sont attendues avec CACHET_VAULT_TRANSIT_URL / CACHET_VAULT_TRANSIT_KEY and either CACHET_VAULT_TOKEN or CACHET_VAULT_AGENT_TOKEN are expected with CACHET_VAULT_TRANSIT_URL';
