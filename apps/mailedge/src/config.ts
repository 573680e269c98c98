import { type Config, kinds, STORE_CONFIG } from '@cachet/runtime';
import { isScannerList } from '@cachet/scanning';

/** What the mail edge takes from the environment. */
export const MAILEDGE_CONFIG = {
  CACHET_BIND: kinds.text().default('0.0.0.0'),
  CACHET_DATABASE_URL: kinds.url('postgres', 'postgresql'),
  ...STORE_CONFIG,
  CACHET_BUSINESS_CLOCK_FILE: kinds.text().optional(),
  CACHET_DNS_SERVERS: kinds.list().default([]),
  CACHET_IGC_CHAIN: kinds.readableFile(),
  CACHET_IGC_FINGERPRINTS: kinds.list(),
  CACHET_IGC_CRL_URLS: kinds.list(),
  CACHET_IGC_OCSP_URL: kinds.url('http', 'https').optional(),
  CACHET_LISTE_BLANCHE_SIGNERS: kinds.list('|'),
  CACHET_PSC_ISSUER: kinds.url('http', 'https'),
  CACHET_PSC_METADATA_URL: kinds.url('http', 'https').optional(),
  CACHET_PSC_MIN_ACR: kinds.text().default('eidas1'),
  CACHET_MAIL_HOSTNAME: kinds.text(),
  // RFC 5321 §4.5.1: the BAL that answers for postmaster@ of every domain that has none of its own.
  CACHET_POSTMASTER: kinds.text().optional(),
  CACHET_MX_PORT: kinds.port(),
  CACHET_SUBMISSION_PSC_PORT: kinds.port(),
  CACHET_SUBMISSION_AUTHCLI_PORT: kinds.port(),
  CACHET_IMAP_PSC_PORT: kinds.port(),
  CACHET_IMAP_AUTHCLI_PORT: kinds.port(),
  CACHET_MAILEDGE_HEALTH_PORT: kinds.port(),
  // Several processes of the mail edge on one machine: the same ports, each its own health port.
  CACHET_MAILEDGE_SHARES_PORTS: kinds.onOff().default(false),
  CACHET_TLS_CERT_FILE: kinds.readableFile(),
  CACHET_TLS_KEY_FILE: kinds.readableFile(),
  CACHET_DATA_DIR: kinds.writableFolder(),
  // Connections of one process: for letters, and for IMAP apart, whose programs may wait for folders that others hold.
  CACHET_DATABASE_POOL: kinds.count().default(20),
  CACHET_IMAP_DATABASE_POOL: kinds.count().default(10),
  CACHET_OUTBOUND_SMTP_PORT: kinds.port().default(25),
  // A name that leads into our own network is no peer's; only a rehearsal has its peers there.
  CACHET_OUTBOUND_PRIVATE_ADDRESSES: kinds.onOff().default(false),
  CACHET_DELIVERY_CONCURRENCY: kinds.count().default(20),
  CACHET_DELIVERY_PER_DESTINATION: kinds.count().default(5),
  CACHET_DELIVERY_MAX_AGE: kinds.duration().prefault('PT48H'),
  // EX_GBM_4410: at least 10 MB, attachments encoded; 25 MiB unless told.
  CACHET_MAX_MESSAGE_BYTES: kinds.count().default(26_214_400),
  // EX_SSI_5090: « off » is written down or there are scanners; forgetting them is no way to do without.
  CACHET_CLAMD: kinds
    .list()
    .refine(
      isScannerList,
      'off, ou des adresses hôte:port ou chemins de socket, sont attendus / off, or host:port addresses or socket paths, are expected',
    ),
  CACHET_RSPAMD_URL: kinds.url('http', 'https').optional(),
  CACHET_QUARANTINE_RETENTION: kinds.duration().prefault('P30D'),
  // EX_LPS_1000: fifteen minutes without activity, four hours in all.
  CACHET_SESSION_IDLE: kinds.duration().prefault('PT15M'),
  CACHET_SESSION_MAX: kinds.duration().prefault('PT4H'),
  // RE_LPS_0100: without it no structure can switch the access de secours on.
  CACHET_SECOND_FACTOR_KEY: kinds.key(32).optional(),
  // Where people are sent who have something to do before they use their BAL.
  CACHET_WEB_URL: kinds.url('http', 'https').optional(),
  CACHET_AUTH_RATE: kinds.onOff().default(true),
};

export type MailedgeConfig = Config<typeof MAILEDGE_CONFIG>;

/** What the commands that take mail over and away need of it. */
export const MOVING_CONFIG = {
  CACHET_DATABASE_URL: MAILEDGE_CONFIG.CACHET_DATABASE_URL,
  ...STORE_CONFIG,
  CACHET_BUSINESS_CLOCK_FILE: MAILEDGE_CONFIG.CACHET_BUSINESS_CLOCK_FILE,
  CACHET_DATA_DIR: MAILEDGE_CONFIG.CACHET_DATA_DIR,
  CACHET_MAX_MESSAGE_BYTES: MAILEDGE_CONFIG.CACHET_MAX_MESSAGE_BYTES,
  CACHET_CLAMD: MAILEDGE_CONFIG.CACHET_CLAMD,
  CACHET_QUARANTINE_RETENTION: MAILEDGE_CONFIG.CACHET_QUARANTINE_RETENTION,
};
