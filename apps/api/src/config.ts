import { parseNetwork } from '@cachet/mss-core';
import { kinds, STORE_CONFIG } from '@cachet/runtime';
import { isScannerList } from '@cachet/scanning';
import { LIMITS } from './gate/admit.js';

const FIFTEEN_MINUTES = 'PT15M';
const FOUR_HOURS = 'PT4H';

/** What the API and the jobs both take from the environment. */
const COMMON = {
  CACHET_BIND: kinds.text().default('0.0.0.0'),
  CACHET_DATABASE_URL: kinds.url('postgres', 'postgresql'),
  ...STORE_CONFIG,
  CACHET_BUSINESS_CLOCK_FILE: kinds.text().optional(),
  CACHET_IGC_CHAIN: kinds.readableFile(),
  CACHET_IGC_FINGERPRINTS: kinds.list(),
  CACHET_IGC_CRL_URLS: kinds.list(),
  CACHET_IGC_OCSP_URL: kinds.url('http', 'https').optional(),
  CACHET_LISTE_BLANCHE_URL: kinds.url('http', 'https'),
  CACHET_LISTE_BLANCHE_SIGNERS: kinds.list('|'),
  CACHET_DATA_DIR: kinds.writableFolder().optional(),
  CACHET_DNS_SERVERS: kinds.list().default([]),
  CACHET_WEBHOOK_PRIVATE_ADDRESSES: kinds.onOff().default(false),
  // RE_2.1_5030: without an address it is neither read nor fed.
  CACHET_ANNUAIRE_FHIR_URL: kinds.url('https').optional(),
  CACHET_ANNUAIRE_FHIR_KEY: kinds.text().optional(),
  CACHET_ANNUAIRE_FHIR_CA_FILE: kinds.readableFile().optional(),
};

export const API_CONFIG = {
  ...COMMON,
  // Where letters wait between their last octet and the commit, and the last list stays at hand.
  CACHET_DATA_DIR: kinds.writableFolder(),
  CACHET_MAX_MESSAGE_BYTES: kinds.count().default(26_214_400),
  // EX_SSI_5090: « off » is written down or there are scanners; forgetting them is no way to do without.
  CACHET_CLAMD: kinds
    .list()
    .refine(
      isScannerList,
      'off, ou des adresses hôte:port ou chemins de socket, sont attendus / off, or host:port addresses or socket paths, are expected',
    ),
  CACHET_QUARANTINE_RETENTION: kinds.duration().prefault('P30D'),
  CACHET_API_PORT: kinds.port(),
  CACHET_API_ORIGINS: kinds.list(),
  CACHET_API_INTROSPECTION: kinds.onOff().default(false),
  // As many as the costliest operation, at least: else nobody could ever ask it.
  CACHET_API_POINTS: kinds
    .count()
    .refine((points) => points >= LIMITS.cost, `${LIMITS.cost} au moins / ${LIMITS.cost} at least`)
    .default(10_000),
  CACHET_API_POINTS_PER_SECOND: kinds
    .count()
    .refine((points) => points >= 1, '1 au moins / 1 at least')
    .default(500),
  CACHET_TRUSTED_DOCUMENTS: kinds.readableFiles().optional(),
  CACHET_TRUSTED_DOCUMENTS_ONLY: kinds.onOff().default(true),
  CACHET_API_TEST_KEYS: kinds.onOff().default(false),
  CACHET_API_PROXIES: kinds
    .list()
    .refine(
      (typed) => typed.every((network) => parseNetwork(network) !== null),
      'des adresses ou des réseaux (CIDR) sont attendus / addresses or networks (CIDR) are expected',
    )
    .transform((typed) => typed.flatMap((network) => parseNetwork(network) ?? []))
    .default([]),
  CACHET_OPERATOR_NAME: kinds.text(),
  // EX_LPS_0300: two fronts of the same ports are two hosts.
  CACHET_PUBLIC_MX: kinds.list(),
  CACHET_PUBLIC_SUBMISSION_PSC: kinds.door(587),
  CACHET_PUBLIC_SUBMISSION_AUTHCLI: kinds.door(587),
  CACHET_PUBLIC_IMAP_PSC: kinds.door(143),
  CACHET_PUBLIC_IMAP_AUTHCLI: kinds.door(143),
  CACHET_PUBLIC_AUTOCONFIG: kinds.text().optional(),
  CACHET_PUBLIC_SPF: kinds.list().default(['mx']),
  CACHET_PSC_ISSUER: kinds.url('http', 'https'),
  CACHET_PSC_METADATA_URL: kinds.url('http', 'https').optional(),
  CACHET_PSC_CLIENT_ID: kinds.text().optional(),
  // Where the identity providers of structures send their managers back.
  CACHET_WEB_URL: kinds.url('http', 'https').optional(),
  CACHET_PROVIDER_PRIVATE_ADDRESSES: kinds.onOff().default(false),
  CACHET_PSC_MIN_ACR: kinds.text().default('eidas1'),
  // RE_LPS_0100: without it no structure can switch the access de secours on.
  CACHET_SECOND_FACTOR_KEY: kinds.key(32).optional(),
  // EX_LPS_1000: fifteen minutes without activity, four hours in all.
  CACHET_SESSION_IDLE: kinds.duration().prefault(FIFTEEN_MINUTES),
  CACHET_SESSION_MAX: kinds.duration().prefault(FOUR_HOURS),
  // EX_GBM_4000: of the whole operator.
  CACHET_TEST_BALS: kinds.count().default(25),
  // RE_GBM_4330
  CACHET_ADDRESS_REST: kinds.duration().prefault('P365D'),
  CACHET_ANNUAIRE_LDAP_URL: kinds.url('ldap').optional(),
  CACHET_ANNUAIRE_FHIR_CALLS: kinds
    .count()
    .refine((calls) => calls >= 1, '1 au moins / 1 at least')
    .default(60),
};

export const JOBS_CONFIG = {
  ...COMMON,
  CACHET_JOBS_HEALTH_PORT: kinds.port(),
  CACHET_WEBHOOK_CA_FILE: kinds.readableFile().optional(),
  CACHET_EVENTS_KEPT: kinds.duration().prefault('P14D'),
  CACHET_OPERATIONS_KEPT: kinds.duration().prefault('P90D'),
  CACHET_OUTSIDE_SMTP_URL: kinds.url('smtp', 'smtps').optional(),
  CACHET_OUTSIDE_SENDER: kinds.text().optional(),
  CACHET_DELIVERIES_KEPT: kinds.duration().prefault('P10Y'),
  // EX_GBM_4000: of the whole operator; imports open BAL in this process.
  CACHET_TEST_BALS: kinds.count().default(25),
  // RE_GBM_4330
  CACHET_ADDRESS_REST: kinds.duration().prefault('P365D'),
  CACHET_TLS_CERT_FILE: kinds.readableFile().optional(),
  CACHET_TLS_KEY_FILE: kinds.readableFile().optional(),
  CACHET_ANNUAIRE_PUBLICATION: kinds
    .text()
    .refine((adapter) => adapter === 'soap' || adapter === 'fhir', 'soap, fhir')
    .transform((adapter) => (adapter === 'fhir' ? ('fhir' as const) : ('soap' as const)))
    .prefault('soap'),
  // Without them nothing is published by SOAP.
  CACHET_ANNUAIRE_FEED_URL: kinds.url('https').optional(),
  CACHET_ANNUAIRE_REPORT_URL: kinds.url('https').optional(),
  CACHET_ANNUAIRE_CA_FILE: kinds.readableFile().optional(),
  // Without an address that copy of the Annuaire is not made.
  CACHET_ANNUAIRE_EXTRACTION_URL: kinds.url('http', 'https').optional(),
  CACHET_ANNUAIRE_EXTRACTION_KIND: kinds
    .text()
    .refine((kind) => kind === 'public' || kind === 'tm213a', 'public, tm213a')
    .transform((kind) => (kind === 'tm213a' ? ('tm213a' as const) : ('public' as const)))
    .prefault('public'),
  CACHET_ANNUAIRE_EXTRACTION_CA_FILE: kinds.readableFile().optional(),
  CACHET_ANNUAIRE_IDENTITIES_URL: kinds.url('https').optional(),
  CACHET_ANNUAIRE_NAMES_FILE: kinds.readableFile().optional(),
  // EX_1.1.1_5020: for the reports of what was sent before the certificate was renewed.
  CACHET_ANNUAIRE_FORMER_CERT_FILE: kinds.readableFile().optional(),
  CACHET_ANNUAIRE_FORMER_KEY_FILE: kinds.readableFile().optional(),
  // EX_PSU_5810: without it statistics are counted and deposited nowhere.
  CACHET_SIPIL_URL: kinds.url('https').optional(),
  CACHET_SIPIL_CA_FILE: kinds.readableFile().optional(),
  CACHET_SIPIL_EMAIL: kinds.text().optional(),
  // EX_GBM_6010: the data controller decides; without it no BAL is ever deleted by itself.
  CACHET_INACTIVE_BAL_AFTER: kinds.duration().optional(),
  // Two months at least, whichever they are.
  CACHET_INACTIVE_BAL_WARNING: kinds.duration().prefault('P62D'),
  // Where people are sent who have new terms of use to accept.
  CACHET_WEB_URL: kinds.url('http', 'https').optional(),
};
