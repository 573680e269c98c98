import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { PscClient } from '@cachet/ans';
import { openMailSafe } from '@cachet/mailstore';
import { SecoursVault } from '@cachet/mss-core';
import { businessClock, createLogger, createMetrics, loadConfigOrExit, runApp } from '@cachet/runtime';
import { Database } from '@cachet/schema';
import { API_CONFIG } from './config.js';
import type { Container } from './container.js';
import { openDirectories } from './directory/open-directory.js';
import { openOutsideDirectories } from './directory/open-outside.js';
import { SystemDnsReader } from './dns/dns-reader.js';
import { publicSideOf } from './dns/public-side.js';
import { TrustedDocuments } from './gate/trusted-documents.js';
import { startApi } from './http/api-server.js';
import { openLetterDoor } from './letters/letter-door.js';
import { openListeBlancheRefresher } from './liste-blanche-refresher.js';
import { guardedFetch } from './managers/guarded-fetch.js';
import { ProviderClient } from './managers/provider-client.js';
import { hostResolver } from './webhooks/resolve-host.js';

/** The API's process. */
const config = loadConfigOrExit('api', API_CONFIG);
const logger = createLogger('api');

await runApp(logger, async (lifecycle) => {
  const database = await Database.connect({
    url: config.CACHET_DATABASE_URL,
    app: 'api',
    onFault: (fault) => logger.warn({ err: fault }, 'database connection lost'),
  });
  lifecycle.onStop('database', () => database.close());
  const metrics = createMetrics('api');
  const psc = new PscClient({
    issuer: config.CACHET_PSC_ISSUER,
    ...(config.CACHET_PSC_METADATA_URL ? { metadataUrl: config.CACHET_PSC_METADATA_URL } : {}),
    minAcr: config.CACHET_PSC_MIN_ACR,
  });
  const key = config.CACHET_SECOND_FACTOR_KEY;
  const safe = openMailSafe(database, config, logger);
  const letters = await openLetterDoor(config, database, safe, logger);
  lifecycle.onStop('letters', () => letters.close());
  await letters.start();
  const documents = config.CACHET_TRUSTED_DOCUMENTS;
  const takesPrivate = config.CACHET_PROVIDER_PRIVATE_ADDRESSES;
  const clock = businessClock(config.CACHET_BUSINESS_CLOCK_FILE);
  const outside = await openOutsideDirectories(config, { database, clock, logger });
  lifecycle.onStop('outside directories', () => outside.close());
  const container: Container = {
    database,
    safe,
    letters: letters.door,
    psc,
    providers: new ProviderClient(
      guardedFetch(hostResolver(config.CACHET_DNS_SERVERS, takesPrivate), takesPrivate),
      takesPrivate,
      () => new Date(),
    ),
    portalUrl: config.CACHET_WEB_URL ?? null,
    pscClientId: config.CACHET_PSC_CLIENT_ID ?? null,
    vault: key ? new SecoursVault(key, (size) => randomBytes(size)) : null,
    listeBlanche: await openListeBlancheRefresher(config, database),
    directories: openDirectories(database, outside.sources),
    logger,
    metrics,
    clock,
    wallClock: () => new Date(),
    balPolicy: { testBals: config.CACHET_TEST_BALS, addressRestMs: config.CACHET_ADDRESS_REST },
    dns: new SystemDnsReader(config.CACHET_DNS_SERVERS),
    callsPrivateAddresses: config.CACHET_WEBHOOK_PRIVATE_ADDRESSES,
    publicly: publicSideOf(config),
    proxies: config.CACHET_API_PROXIES,
    keyUse: config.CACHET_API_TEST_KEYS ? 'test' : 'live',
    sessions: { idle: config.CACHET_SESSION_IDLE, longest: config.CACHET_SESSION_MAX },
  };
  const api = await startApi(container, {
    port: config.CACHET_API_PORT,
    bind: config.CACHET_BIND,
    origins: config.CACHET_API_ORIGINS,
    introspection: config.CACHET_API_INTROSPECTION,
    trusted: documents ? TrustedDocuments.read(documents, config.CACHET_TRUSTED_DOCUMENTS_ONLY) : null,
    points: { most: config.CACHET_API_POINTS, perSecond: config.CACHET_API_POINTS_PER_SECOND },
  });
  lifecycle.onStop('api', () => api.close());
  lifecycle.ready({ port: api.port, afterMs: Math.round(performance.now()) });
});
