import 'reflect-metadata';
import { ChainAltered } from '@cachet/ans';
import { openMailSafe } from '@cachet/mailstore';
import { isStaleListeBlanche } from '@cachet/mss-core';
import {
  businessClock,
  type Check,
  type Clock,
  createLogger,
  createMetrics,
  loadConfigOrExit,
  newId,
  runApp,
  startHealthServer,
} from '@cachet/runtime';
import { Database, PgListeBlancheVersions } from '@cachet/schema';
import { JOBS_CONFIG } from './config.js';
import { openCopySources } from './directory/open-copy-sources.js';
import { discreet, keysCheck, postgresCheck, presenceCheck } from './http/readiness.js';
import { announceCguJob } from './jobs/announce-cgu.js';
import { answerDomainsJob, eraseTestLettersJob } from './jobs/answer-domains.js';
import { copyAnnuaireJob, copyOwnBalsJob, watchCopiesJob } from './jobs/copy-annuaire.js';
import { statisticsJobs } from './jobs/deposit-statistics.js';
import { emptyDeletedBalsJob } from './jobs/empty-deleted-bals.js';
import { finishRotationsJob } from './jobs/finish-rotations.js';
import { forgetApiTokensJob } from './jobs/forget-api-tokens.js';
import { forgetDeliveriesJob } from './jobs/forget-deliveries.js';
import { forgetEventsJob } from './jobs/forget-events.js';
import { forgetJobRunsJob } from './jobs/forget-job-runs.js';
import { forgetOperationsJob } from './jobs/forget-operations.js';
import { forgetQuarantinedJob } from './jobs/forget-quarantined.js';
import { forgetRequestsJob } from './jobs/forget-requests.js';
import { forgetSessionsJob } from './jobs/forget-sessions.js';
import { forgetUploadsJob } from './jobs/forget-uploads.js';
import { keepPeopleInStepJob } from './jobs/keep-people-in-step.js';
import { linkThreadsJob } from './jobs/link-threads.js';
import { packTextsJob } from './jobs/pack-texts.js';
import { fetchReportsJob, publishFeedsJob } from './jobs/publish-feeds.js';
import { refreshListeBlancheJob } from './jobs/refresh-liste-blanche.js';
import { removeLeavingJob } from './jobs/remove-leaving.js';
import { Scheduler } from './jobs/scheduler.js';
import { sealFormerJob } from './jobs/seal-former.js';
import { sealTracesJob } from './jobs/seal-traces.js';
import { collectBlobsJob, removeBlobsJob } from './jobs/tend-blobs.js';
import { tendInactiveBalsJob } from './jobs/tend-inactive-bals.js';
import { unpublishUnopenedJob } from './jobs/unpublish-unopened.js';
import { watchCertificateJob } from './jobs/watch-certificate.js';
import { raiseChainAltered, watchChainJob } from './jobs/watch-chain.js';
import { watchListeBlancheJob } from './jobs/watch-liste-blanche.js';
import { watchRevocationListsJob } from './jobs/watch-revocation-lists.js';
import { openListeBlancheRefresher } from './liste-blanche-refresher.js';
import { OperationWorker } from './operations/operation-worker.js';
import { openOutsideMail } from './outside/outside-smtp.js';
import { openPublication } from './publication/open-publication.js';
import { openStatistics } from './statistics/open-statistics.js';
import { openTrustStore } from './trust-store.js';
import { openWebhookSender } from './webhooks/open-webhook-sender.js';

/** The process of scheduled jobs; several may run, each job is done once. */
const config = loadConfigOrExit('jobs', JOBS_CONFIG);
const logger = createLogger('jobs');

await runApp(logger, async (lifecycle) => {
  const database = await Database.connect({
    url: config.CACHET_DATABASE_URL,
    app: 'jobs',
    onFault: (fault) => logger.warn({ err: fault }, 'database connection lost'),
  });
  lifecycle.onStop('database', () => database.close());
  const safe = openMailSafe(database, config, logger);
  const metrics = createMetrics('jobs');
  const wallClock = () => new Date();
  const clock = businessClock(config.CACHET_BUSINESS_CLOCK_FILE);
  const trust = await openTrustStore(config).catch((fault: unknown) => refuse(fault, database, clock()));
  const refresher = await openListeBlancheRefresher(config, database);
  const outside = openOutsideMail(config);
  const copySources = await openCopySources(config);
  const publication = await openPublication(config, { database, trust, log: logger });
  const statistics = await openStatistics(config, { database, safe, now: clock, logger });
  const health = await startHealthServer({
    port: config.CACHET_JOBS_HEALTH_PORT,
    bind: config.CACHET_BIND,
    checks: [
      postgresCheck(database),
      keysCheck(database, safe, wallClock),
      listeBlancheCheck(database, clock),
      presenceCheck(database, 'api'),
      presenceCheck(database, 'mailedge'),
    ].map((check) => discreet(check, logger)),
    metrics,
  });
  lifecycle.onStop('health', () => health.close());
  const certificate = config.CACHET_TLS_CERT_FILE;
  const afterMs = config.CACHET_INACTIVE_BAL_AFTER;
  const inactivity = afterMs && { afterMs, warningMs: config.CACHET_INACTIVE_BAL_WARNING };
  const balPolicy = { testBals: config.CACHET_TEST_BALS, addressRestMs: config.CACHET_ADDRESS_REST };
  const scheduler = new Scheduler({
    database,
    jobs: [
      refreshListeBlancheJob(database, refresher),
      watchListeBlancheJob(database),
      forgetSessionsJob(database, wallClock),
      forgetApiTokensJob(database, wallClock),
      forgetRequestsJob(database, wallClock),
      forgetQuarantinedJob(database),
      forgetUploadsJob(database),
      forgetEventsJob(database, config.CACHET_EVENTS_KEPT),
      forgetOperationsJob(database, config.CACHET_OPERATIONS_KEPT),
      forgetDeliveriesJob(database, config.CACHET_DELIVERIES_KEPT),
      forgetJobRunsJob(database),
      packTextsJob(database, safe, logger),
      linkThreadsJob(database, safe, logger),
      removeLeavingJob(database),
      emptyDeletedBalsJob(database, logger),
      answerDomainsJob(database),
      announceCguJob(database, safe, config.CACHET_WEB_URL ?? null, logger),
      eraseTestLettersJob(database),
      sealFormerJob(database, safe, logger),
      sealTracesJob(database, safe, logger),
      finishRotationsJob(database, safe, logger),
      removeBlobsJob(database, safe),
      collectBlobsJob(database, safe, wallClock),
      watchChainJob(database, {
        file: config.CACHET_IGC_CHAIN,
        fingerprints: config.CACHET_IGC_FINGERPRINTS,
      }),
      watchRevocationListsJob(database, trust, wallClock),
      ...(inactivity ? [tendInactiveBalsJob(database, safe, inactivity, logger)] : []),
      unpublishUnopenedJob(database, outside, logger),
      copyOwnBalsJob(database),
      watchCopiesJob(database),
      keepPeopleInStepJob(database, safe, balPolicy, logger),
      ...(copySources.bals ? [copyAnnuaireJob(database, 'bals', copySources.bals)] : []),
      ...(copySources.identities ? [copyAnnuaireJob(database, 'identities', copySources.identities)] : []),
      ...(publication ? [publishFeedsJob(publication, logger), fetchReportsJob(publication, logger)] : []),
      ...(statistics ? statisticsJobs(statistics) : []),
      ...(certificate ? [watchCertificateJob(database, certificate)] : []),
    ],
    clock,
    logger,
    metrics,
  });
  scheduler.start();
  lifecycle.onStop('scheduler', () => scheduler.stop());
  const webhooks = openWebhookSender(config, { database, safe, clock, logger, metrics });
  webhooks.start();
  lifecycle.onStop('webhooks', () => webhooks.stop());
  const operations = new OperationWorker({
    ...{ database, safe, clock, wallClock, logger },
    balPolicy,
  });
  operations.start();
  lifecycle.onStop('operations', () => operations.stop());
  lifecycle.ready({ port: health.port, afterMs: Math.round(performance.now()) });
});

/** RE_OPE_5040: an altered chain serves nothing, and the operator is told why nothing starts. */
async function refuse(fault: unknown, database: Database, at: Date): Promise<never> {
  if (fault instanceof ChainAltered) {
    const actor = { kind: 'system', name: 'jobs' } as const;
    const act = { actor, means: 'job', at, correlationId: newId(), remoteAddress: null } as const;
    await raiseChainAltered(database, act, fault);
  }
  throw fault;
}

function listeBlancheCheck(database: Database, clock: Clock): Check {
  return {
    name: 'listeBlanche',
    required: false,
    run: async () => {
      const latest = await database.shared((sql) => new PgListeBlancheVersions(sql).latest());
      if (!latest) return { ok: false, reason: 'absent' };
      return isStaleListeBlanche(latest, clock()) ? { ok: false, reason: 'stale' } : { ok: true };
    },
  };
}
