import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CurrentListeBlanche, IgcListeBlancheVerifier, IgcTrustStore, PscClient } from '@cachet/ans';
import { composedMessage, type MailSafe, openMailSafe, PgMailRooms, sweepSpool } from '@cachet/mailstore';
import { type MssAddress, parseMssAddress, SecoursVault } from '@cachet/mss-core';
import { businessClock, type Clock, createMetrics, type Logger, newId, type Registry } from '@cachet/runtime';
import { Database, listeBlancheVersions, PgBalStore, PgJournal, PgRouting } from '@cachet/schema';
import { openSecoursDoor, type SecoursDoor } from './auth/secours-door.js';
import { SignInPace } from './auth/sign-in-pace.js';
import type { MailedgeConfig } from './config.js';
import { mailMeter } from './health/meter.js';
import { type OpenScanning, openScanning } from './scan/open-scanning.js';
import type { MxDeps } from './smtp/mx/mx-session.js';
import { PeerWatch } from './smtp/mx/peer-watch.js';
import type { SubmissionDeps } from './smtp/submission/submission-session.js';
import { ServerIdentity } from './tls/server-identity.js';

/** Room for the fields we add on top of a message. */
const OUR_FIELDS = 64 * 1024;

/** What every listener of the mail edge works with; made once. */
export interface Container {
  readonly config: MailedgeConfig;
  readonly logger: Logger;
  readonly database: Database;
  /** Opens and closes the content of messages. */
  readonly safe: MailSafe;
  /** The same for IMAP: mail programs that wait for a folder make no letter wait. */
  readonly imapDatabase: Database;
  readonly identity: ServerIdentity;
  readonly trust: IgcTrustStore;
  readonly psc: PscClient;
  readonly secours: SecoursDoor;
  readonly listeBlanche: CurrentListeBlanche;
  readonly metrics: Registry;
  readonly clock: Clock;
  readonly scanners: OpenScanning;
  /** What both SMTP entries and their use cases are given. */
  readonly smtp: MxDeps & SubmissionDeps;
}

/** @throws a sentence for the administrator when the database, the chain, the certificate or the signers cannot serve. */
export async function openContainer(config: MailedgeConfig, logger: Logger): Promise<Container> {
  const identity = new ServerIdentity(
    { certFile: config.CACHET_TLS_CERT_FILE, keyFile: config.CACHET_TLS_KEY_FILE },
    (fault) => logger.error({ err: fault }, 'renewed certificate not usable, the present one stays'),
  );
  const trust = await IgcTrustStore.load({
    chainPem: await readFile(config.CACHET_IGC_CHAIN, 'utf8'),
    // RE_OPE_5040: an altered chain opens nothing; the jobs tell the operator.
    fingerprints: config.CACHET_IGC_FINGERPRINTS,
    crlUrls: config.CACHET_IGC_CRL_URLS,
    ocspUrl: config.CACHET_IGC_OCSP_URL ?? null,
    cacheFolder: join(config.CACHET_DATA_DIR, 'crl'),
  });
  const verifier = new IgcListeBlancheVerifier(trust, config.CACHET_LISTE_BLANCHE_SIGNERS);
  const psc = new PscClient({
    issuer: config.CACHET_PSC_ISSUER,
    minAcr: config.CACHET_PSC_MIN_ACR,
    ...(config.CACHET_PSC_METADATA_URL && { metadataUrl: config.CACHET_PSC_METADATA_URL }),
  });
  const database = await Database.connect({
    url: config.CACHET_DATABASE_URL,
    app: 'mailedge',
    poolSize: config.CACHET_DATABASE_POOL,
    onFault: (fault) => logger.warn({ err: fault }, 'database connection lost'),
  });
  const safe = openMailSafe(database, config, logger);
  const imapDatabase = database.beside(config.CACHET_IMAP_DATABASE_POOL);
  const listeBlanche = new CurrentListeBlanche(
    listeBlancheVersions(database),
    verifier,
    config.CACHET_DATA_DIR,
    logger,
  );
  const clock = businessClock(config.CACHET_BUSINESS_CLOCK_FILE);
  const metrics = createMetrics('mailedge');
  const spoolFolder = join(config.CACHET_DATA_DIR, 'spool');
  await sweepSpool(spoolFolder);
  const scanners = openScanning(
    {
      clamd: config.CACHET_CLAMD,
      rspamdUrl: config.CACHET_RSPAMD_URL ?? null,
      limit: config.CACHET_MAX_MESSAGE_BYTES + OUR_FIELDS,
      spoolFolder,
    },
    { database, logger, metrics, clock },
  );
  const key = config.CACHET_SECOND_FACTOR_KEY;
  const secours = await openSecoursDoor({
    database,
    vault: key ? new SecoursVault(key, (size) => randomBytes(size)) : null,
    clock,
    onFault: (fault) => logger.warn({ err: fault }, 'whether an access de secours is on could not be read'),
  });
  const trusted = { identity, trust, psc, secours, listeBlanche };
  const parts = { config, logger, database, imapDatabase, safe, ...trusted, metrics, clock, scanners };
  return { ...parts, smtp: smtpDeps(parts) };
}

function smtpDeps(parts: Omit<Container, 'smtp'>): Container['smtp'] {
  const { config, database, safe, trust, listeBlanche, metrics, clock, logger, scanners } = parts;
  const routing = new PgRouting(database);
  const rooms = new PgMailRooms(database, safe);
  return {
    hostname: config.CACHET_MAIL_HOSTNAME,
    rooms,
    routing,
    postmaster: postmasterOf(config.CACHET_POSTMASTER),
    watch: new PeerWatch({ rooms, operatorTenant: () => routing.operatorTenant() }, (fault) =>
      logger.error({ err: fault }, 'refusals of peers not traced'),
    ),
    spool: scanners.scanning,
    strip: scanners.scanning.strip,
    quarantineMs: config.CACHET_QUARANTINE_RETENTION,
    messageOf: composedMessage,
    listeBlanche: () => listeBlanche.current(),
    certificates: trust,
    pace: new SignInPace(config.CACHET_AUTH_RATE),
    portalUrl: config.CACHET_WEB_URL ?? null,
    inTenant: (context, work) =>
      database.withTenant(context, (sql) => work({ bals: new PgBalStore(sql), journal: new PgJournal(sql) })),
    meter: mailMeter(metrics),
    log: logger,
    now: clock,
    newId,
  };
}

function postmasterOf(address: string | undefined): MssAddress | null {
  if (address === undefined) return null;
  const postmaster = parseMssAddress(address);
  if (!postmaster)
    throw new Error(`CACHET_POSTMASTER : « ${address} » n’est pas une adresse / is not an address`);
  return postmaster;
}
