import { headerOf } from '@cachet/mailstore';
import {
  createLogger,
  type Lifecycle,
  loadConfigOrExit,
  newId,
  runApp,
  startHealthServer,
} from '@cachet/runtime';
import { PgOutboundQueue, PgQuotaCrossings, PgRepliesDue } from '@cachet/schema';
import { MAILEDGE_CONFIG } from './config.js';
import { type Container, openContainer } from './container.js';
import { readinessChecks } from './health/checks.js';
import { measure } from './health/meter.js';
import { type Listener, openListeners } from './listeners.js';
import { QuotaTeller } from './quota/quota-teller.js';
import { ReplyTeller } from './replies/reply-teller.js';
import type { DeliveryWorker } from './smtp/delivery/delivery-worker.js';
import { DnsMxResolver } from './smtp/delivery/mx-resolver.js';
import { PEER_TIMEOUTS } from './smtp/delivery/peer/peer-session.js';
import { DELIVERY_LIMITS, deliveryWorker } from './smtp/delivery/start-delivery.js';

/** The mail edge's process: SMTP between operators, SMTP and IMAP for mail programs, deliveries. */
const config = loadConfigOrExit('mailedge', MAILEDGE_CONFIG);
const logger = createLogger('mailedge');

await runApp(logger, async (lifecycle) => {
  const container = await openContainer(config, logger);
  lifecycle.onStop('database', () =>
    Promise.all([container.imapDatabase.close(), container.database.close()]),
  );
  lifecycle.onStop('certificate', () => container.identity.close());
  await openTrust(container, lifecycle);
  lifecycle.onStop('scanners', () => container.scanners.close());
  await container.scanners.start();
  const worker = startDelivery(container);
  const teller = startTelling(container);
  const replies = startReplying(container);
  const listeners = await openListeners(container);
  lifecycle.onStop('mail', () =>
    Promise.all([
      worker.stop(),
      teller.stop(),
      replies.stop(),
      ...listeners.map((listener) => listener.stop()),
    ]),
  );
  const health = await openHealth(container, listeners);
  lifecycle.onStop('health', () => health.close());
  lifecycle.ready({
    ports: Object.fromEntries(listeners.map(({ name, port }) => [name, port])),
    afterMs: Math.round(performance.now()),
  });
});

async function openTrust(
  { trust, listeBlanche, logger: log }: Container,
  lifecycle: Lifecycle,
): Promise<void> {
  const stop = trust.keepFresh((results) => {
    for (const { url, outcome, reason } of results) {
      if (reason !== null) log.warn({ url, outcome, reason }, 'revocation list not renewed');
    }
  });
  lifecycle.onStop('revocation lists', stop);
  await listeBlanche.start();
  lifecycle.onStop('liste blanche', () => listeBlanche.stop());
}

function startDelivery(container: Container): DeliveryWorker {
  const { database, safe, identity, listeBlanche, trust, smtp, clock } = container;
  const worker = deliveryWorker({
    database,
    safe,
    rooms: smtp.rooms,
    hostname: config.CACHET_MAIL_HOSTNAME,
    port: config.CACHET_OUTBOUND_SMTP_PORT,
    identity: () => identity.pair(),
    certificates: trust,
    timeouts: PEER_TIMEOUTS,
    takesPrivateAddresses: config.CACHET_OUTBOUND_PRIVATE_ADDRESSES,
    giveUpAfterMs: config.CACHET_DELIVERY_MAX_AGE,
    resolver: new DnsMxResolver(config.CACHET_DNS_SERVERS),
    listeBlanche: () => listeBlanche.current(),
    log: logger,
    limits: {
      ...DELIVERY_LIMITS,
      letters: config.CACHET_DELIVERY_CONCURRENCY,
      lettersPerDomain: config.CACHET_DELIVERY_PER_DESTINATION,
    },
    attempted: (state) => smtp.meter.attempted(state),
    now: clock,
    newId,
  });
  worker.start();
  return worker;
}

function startTelling({ database, smtp, clock }: Container): QuotaTeller {
  const teller = new QuotaTeller({
    rooms: smtp.rooms,
    hostname: config.CACHET_MAIL_HOSTNAME,
    messageOf: smtp.messageOf,
    crossings: new PgQuotaCrossings(database),
    onCrossed: (listener) => database.changes.subscribe({ topic: 'quota' }, listener),
    log: logger,
    now: clock,
    newId,
  });
  teller.start();
  return teller;
}

function startReplying({ database, smtp, clock }: Container): ReplyTeller {
  const replies = new ReplyTeller({
    rooms: smtp.rooms,
    routing: smtp.routing,
    messageOf: smtp.messageOf,
    headerOf,
    due: new PgRepliesDue(database),
    onDue: (listener) => database.changes.subscribe({ topic: 'reply' }, listener),
    log: logger,
    now: clock,
    newId,
  });
  replies.start();
  return replies;
}

function openHealth(container: Container, listeners: readonly Listener[]) {
  const { database, identity, listeBlanche, metrics } = container;
  const queue = new PgOutboundQueue(database);
  measure(metrics, {
    sessions: () => Object.fromEntries(listeners.map((listener) => [listener.name, listener.sessions()])),
    queueDepth: () => queue.depth(),
    listeBlancheDomains: () => listeBlanche.current()?.domainCount ?? 0,
    certificateExpiresAt: () => identity.expiresAt(),
  });
  return startHealthServer({
    port: config.CACHET_MAILEDGE_HEALTH_PORT,
    bind: config.CACHET_BIND,
    checks: readinessChecks(container),
    metrics,
  });
}
