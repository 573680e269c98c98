import { type Config, kinds, loadConfig } from '@cachet/runtime';

/** What the portal reads from the environment. Addresses without a trailing slash are compared as origins. */
export const SETTINGS = {
  CACHET_WEB_PORT: kinds.port(),
  CACHET_WEB_URL: kinds.url('http', 'https'),
  CACHET_WEB_SECRET: kinds
    .text()
    .min(32, 'au moins 32 caractères sont attendus / at least 32 characters are expected'),
  CACHET_API_URL: kinds.url('http', 'https'),
  CACHET_API_WS_URL: kinds.url('ws', 'wss'),
  CACHET_PSC_ISSUER: kinds.url('http', 'https'),
  CACHET_PSC_METADATA_URL: kinds.url('http', 'https').optional(),
  CACHET_PSC_CLIENT_ID: kinds.text(),
  CACHET_PSC_CLIENT_SECRET: kinds.text(),
  CACHET_PSC_MIN_ACR: kinds.text().prefault('eidas1'),
  CACHET_SESSION_IDLE: kinds.duration().prefault('PT15M'),
  CACHET_SESSION_MAX: kinds.duration().prefault('PT4H'),
  CACHET_OPERATOR_NAME: kinds.text().prefault('Cachet'),
  CACHET_API_EXPLORER: kinds.onOff().default(false),
  CACHET_BIND: kinds.text().prefault('0.0.0.0'),
};

export type Settings = Config<typeof SETTINGS>;

let loaded: Settings | null = null;

/**
 * The settings, read once. The entry point has read them before the first request, so that a mistake stops the start.
 * @throws ConfigError when the environment is not what it must be.
 */
export function settings(): Settings {
  loaded ??= loadConfig('web', SETTINGS);
  return loaded;
}

// Pro Santé Connect publishes its metadata beside the standard place, under a name of its own.
export function pscMetadataUrl({ CACHET_PSC_METADATA_URL, CACHET_PSC_ISSUER }: Settings): string {
  return CACHET_PSC_METADATA_URL ?? `${CACHET_PSC_ISSUER}/.well-known/wallet-openid-configuration`;
}

export function isSecure({ CACHET_WEB_URL }: Pick<Settings, 'CACHET_WEB_URL'>): boolean {
  return CACHET_WEB_URL.startsWith('https:');
}
