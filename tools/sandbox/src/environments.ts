import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CHECKOUT, type Folders } from './folders.js';
import type { Ports } from './ports.js';
import type { Secrets } from './secrets.js';
import type { AppSpec } from './supervisor.js';
import type { TrustSpaceFacts } from './trust-space-facts.js';
import { OPERATOR } from './world.js';

const BIND = '127.0.0.1';

/** What every process of the sandbox receives from the person's own environment: where to find programs, and nothing else. */
const inherited = () => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  TZ: 'Europe/Paris',
  NODE_ENV: 'production',
});

const newKey = () => randomBytes(32).toString('base64');

/** The file of the key under which all others are wrapped, made at the first start. */
export function masterKeyFile(secrets: Secrets): string {
  return secrets.file('master-key', () => `1:${newKey()}`);
}

/** The trust space: it knows the ports it shows to the outside, and the product only by its public doors. */
export function trustSpaceApp(
  ports: Ports,
  folders: Folders,
  secrets: Secrets,
  realList: string | null,
): AppSpec {
  return {
    name: 'trustSpace',
    entry: join(CHECKOUT, 'apps/trust-space/dist/main.js'),
    env: {
      ...inherited(),
      TRUST_SPACE_PORT_BASE: String(ports.web),
      TRUST_SPACE_DIR: folders.trustSpace,
      TRUST_SPACE_WORLD: folders.worldFile,
      TRUST_SPACE_CLOCK_FILE: folders.clockFile,
      TRUST_SPACE_REFRESH_URL: `http://localhost:${ports.api}/graphql`,
      TRUST_SPACE_REFRESH_KEY_FILE: secrets.file('operator-api-key'),
      ...(realList ? { TRUST_SPACE_REAL_LIST: realList } : {}),
    },
  };
}

/** The product's own processes. They receive addresses and trust anchors, as in production. */
export function productApps(
  ports: Ports,
  folders: Folders,
  secrets: Secrets,
  facts: TrustSpaceFacts,
  clamd: string,
): { api: AppSpec; jobs: AppSpec; mailedge: AppSpec; web: AppSpec } {
  const common = {
    ...inherited(),
    CACHET_OPERATOR_NAME: OPERATOR.name,
    CACHET_BIND: BIND,
    CACHET_BUSINESS_CLOCK_FILE: folders.clockFile,
    ...passedOn(['CACHET_LOG_LEVEL']),
  };
  const data = {
    CACHET_DATABASE_URL_FILE: secrets.file('database-url'),
    CACHET_IGC_CHAIN: facts.igc.chainFile,
    CACHET_IGC_FINGERPRINTS: facts.igc.fingerprints.join(' '),
    CACHET_IGC_CRL_URLS: facts.igc.crlUrls.join(' '),
    CACHET_IGC_OCSP_URL: facts.igc.ocspUrl,
    CACHET_LISTE_BLANCHE_URL: facts.listeBlanche.url,
    CACHET_LISTE_BLANCHE_SIGNERS: facts.listeBlanche.signerDn,
    // RE_LPS_0100: off all the same, until a manager switches it on.
    CACHET_SECOND_FACTOR_KEY_FILE: secrets.file('second-factor-key', newKey),
    CACHET_WEBHOOK_PRIVATE_ADDRESSES: 'on',
    CACHET_BLOB_DIR: join(folders.root, 'blobs'),
    CACHET_MASTER_KEY_FILE: masterKeyFile(secrets),
    CACHET_PSC_ISSUER: facts.psc.issuer,
    CACHET_PSC_METADATA_URL: facts.psc.metadataUrl,
    ...sessionLimits(),
  };
  // A measure beside servers that scan nothing must say so; nobody else goes without.
  const scanners = process.env.SANDBOX_SCANNER === 'off' ? 'off' : clamd;
  const api = {
    CACHET_API_PORT: String(ports.api),
    CACHET_API_ORIGINS: `http://localhost:${ports.web} http://127.0.0.1:${ports.web}`,
    CACHET_API_INTROSPECTION: 'on',
    CACHET_API_TEST_KEYS: 'on',
    CACHET_TRUSTED_DOCUMENTS: join(CHECKOUT, 'apps/web/src/gql/trusted-documents.json'),
    // Whoever tries the API here may write operations of their own, signed in or with a key.
    CACHET_TRUSTED_DOCUMENTS_ONLY: 'off',
    CACHET_PSC_CLIENT_ID: 'cachet-portail',
    CACHET_WEB_URL: `http://localhost:${ports.web}`,
    CACHET_PROVIDER_PRIVATE_ADDRESSES: 'on',
    CACHET_DATA_DIR: join(folders.root, 'api'),
    CACHET_DNS_SERVERS: facts.dns,
    CACHET_CLAMD: scanners,
    CACHET_ANNUAIRE_FHIR_URL: facts.annuaire.fhirUrl,
    CACHET_ANNUAIRE_FHIR_KEY: 'cle-du-bac-a-sable',
    CACHET_ANNUAIRE_FHIR_CA_FILE: facts.igc.chainFile,
    CACHET_ANNUAIRE_LDAP_URL: facts.annuaire.ldapUrl,
    ...publicDoors(ports),
  };
  return {
    api: app('api', 'apps/api/dist/main.js', { ...common, ...data, ...api, ...pointsOfApi() }),
    jobs: {
      ...app('jobs', 'apps/api/dist/jobs.js', {
        ...common,
        ...data,
        CACHET_JOBS_HEALTH_PORT: String(ports.jobsHealth),
        CACHET_WEB_URL: `http://localhost:${ports.web}`,
        CACHET_TLS_CERT_FILE: facts.operator.certFile,
        CACHET_TLS_KEY_FILE: facts.operator.keyFile,
        CACHET_ANNUAIRE_FEED_URL: facts.annuaire.feedUrl,
        CACHET_ANNUAIRE_REPORT_URL: facts.annuaire.reportUrl,
        CACHET_SIPIL_URL: facts.sipil.url,
        CACHET_OUTSIDE_SMTP_URL: `smtp://127.0.0.1:${ports.outsideMail}`,
        CACHET_OUTSIDE_SENDER: 'ne-pas-repondre@operateur-cachet.example',
        CACHET_ANNUAIRE_EXTRACTION_URL: facts.annuaire.extractionUrl,
        CACHET_ANNUAIRE_EXTRACTION_CA_FILE: facts.igc.chainFile,
        CACHET_ANNUAIRE_IDENTITIES_URL: facts.annuaire.identitiesUrl,
        CACHET_DATA_DIR: join(folders.root, 'jobs'),
      }),
      // What is young in a feed of fifty thousand BAL is soon gone: V8 would keep much room for it.
      nodeOptions: ['--enable-source-maps', '--max-semi-space-size=4'],
    },
    mailedge: {
      ...app('mailedge', 'apps/mailedge/dist/main.js', {
        ...common,
        ...data,
        ...mailedge(ports, folders, facts),
        CACHET_CLAMD: scanners,
        ...ALLOCATOR_OF_MAILEDGE,
      }),
      // V8 would keep a hundred megabytes for what is young: as much as two thousand idle sessions hold.
      nodeOptions: ['--enable-source-maps', '--max-semi-space-size=8'],
    },
    web: {
      ...app('web', 'apps/web/server.mjs', { ...common, ...web(ports, secrets, facts) }),
      // Pages are many small allocations: without a bound V8 lets the heap grow to several times what they need. And without maps of
      // sources: Next opens those of all it loaded, forty megabytes, for the first error that it writes down.
      nodeOptions: ['--max-old-space-size=128', '--max-semi-space-size=4'],
    },
  };
}

// Each TLS connection keeps 64 KiB to read into and some 16 KiB to speak from, of which it touches a page or two: given back one by one, they
// leave no holes among what lasts (docs/operations/imap.md).
const ALLOCATOR_OF_MAILEDGE = { MALLOC_MMAP_THRESHOLD_: '16000', MALLOC_TOP_PAD_: '65536' };

// EX_LPS_0300: the ports of the text are 587 and 143; those of the sandbox stand beside other programs.
function publicDoors(ports: Ports): Record<string, string> {
  const { fronts, hostname, portal } = OPERATOR;
  return {
    CACHET_PUBLIC_MX: hostname,
    CACHET_PUBLIC_SUBMISSION_PSC: `${fronts.psc}:${ports.submissionPsc}`,
    CACHET_PUBLIC_SUBMISSION_AUTHCLI: `${fronts.authcli}:${ports.submissionAuthcli}`,
    CACHET_PUBLIC_IMAP_PSC: `${fronts.psc}:${ports.imapPsc}`,
    CACHET_PUBLIC_IMAP_AUTHCLI: `${fronts.authcli}:${ports.imapAuthcli}`,
    CACHET_PUBLIC_AUTOCONFIG: portal,
  };
}

function mailedge(ports: Ports, folders: Folders, facts: TrustSpaceFacts): Record<string, string> {
  return {
    CACHET_MAIL_HOSTNAME: OPERATOR.hostname,
    CACHET_POSTMASTER: OPERATOR.postmaster,
    CACHET_WEB_URL: `http://localhost:${ports.web}`,
    CACHET_MX_PORT: String(ports.mx),
    CACHET_SUBMISSION_PSC_PORT: String(ports.submissionPsc),
    CACHET_SUBMISSION_AUTHCLI_PORT: String(ports.submissionAuthcli),
    CACHET_IMAP_PSC_PORT: String(ports.imapPsc),
    CACHET_IMAP_AUTHCLI_PORT: String(ports.imapAuthcli),
    CACHET_MAILEDGE_HEALTH_PORT: String(ports.mailedgeHealth),
    CACHET_TLS_CERT_FILE: facts.operator.certFile,
    CACHET_TLS_KEY_FILE: facts.operator.keyFile,
    CACHET_DATA_DIR: folders.mailedge,
    CACHET_DNS_SERVERS: facts.dns,
    CACHET_OUTBOUND_SMTP_PORT: String(ports.peer),
    CACHET_OUTBOUND_PRIVATE_ADDRESSES: 'on',
    CACHET_AUTH_RATE: process.env.SANDBOX_AUTH_RATE === 'off' ? 'off' : 'on',
  };
}

function web(ports: Ports, secrets: Secrets, facts: TrustSpaceFacts): Record<string, string> {
  return {
    CACHET_WEB_PORT: String(ports.web),
    CACHET_WEB_URL: `http://localhost:${ports.web}`,
    CACHET_WEB_SECRET_FILE: secrets.file('web-secret'),
    CACHET_API_URL: `http://localhost:${ports.api}/graphql`,
    CACHET_API_EXPLORER: 'on',
    CACHET_API_WS_URL: `ws://localhost:${ports.api}/graphql`,
    CACHET_PSC_ISSUER: facts.psc.issuer,
    CACHET_PSC_METADATA_URL: facts.psc.metadataUrl,
    CACHET_PSC_CLIENT_ID: 'cachet-portail',
    CACHET_PSC_CLIENT_SECRET_FILE: secrets.file('psc-client-secret'),
    ...sessionLimits(),
  };
}

function app(name: string, entry: string, env: Record<string, string>): AppSpec {
  return { name, entry: join(CHECKOUT, entry), env };
}

const sessionLimits = () => passedOn(['CACHET_SESSION_IDLE', 'CACHET_SESSION_MAX']);
const pointsOfApi = () => passedOn(['CACHET_API_POINTS', 'CACHET_API_POINTS_PER_SECOND']);

// Time limits that a test cannot wait for come from the environment of `npm start`; without them the real values apply.
function passedOn(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
