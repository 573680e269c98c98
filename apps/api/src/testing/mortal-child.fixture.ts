import 'reflect-metadata';
import { Socket } from 'node:net';
import { openMailSafe } from '@cachet/mailstore';
import type { DirectoryPublication, FeedReport } from '@cachet/mss-core';
import { createLogger, createMetrics } from '@cachet/runtime';
import { Database } from '@cachet/schema';
import { TEST_MASTER_KEY } from '@cachet/testkit';
import { forgetEventsJob } from '../jobs/forget-events.js';
import { forgetOperationsJob } from '../jobs/forget-operations.js';
import { UNWATCHED } from '../jobs/job.js';
import { fetchReportsJob, publishFeedsJob } from '../jobs/publish-feeds.js';
import { Scheduler } from '../jobs/scheduler.js';
import { OperationWorker } from '../operations/operation-worker.js';
import { publicationOf } from '../publication/open-publication.js';
import { WebhookSender } from '../webhooks/webhook-sender.js';
import type { MortalPlan } from './mortal.fixture.js';

/** The program of `mortal.fixture.ts`: does its work and ends, unless it dies before. */
const plan = JSON.parse(process.argv[2] ?? '') as MortalPlan;
let writes = 0;

// Whatever leaves for PostgreSQL or for a receiver leaves by a write: between two of them nobody outside can tell one line from another.
const write = Socket.prototype.write;
Socket.prototype.write = function (this: Socket, ...args: never[]) {
  if (this.remotePort !== undefined) writes += 1;
  if (writes === plan.diesAt) process.kill(process.pid, 'SIGKILL');
  return write.apply(this, args);
} as typeof write;

const now = () => new Date(plan.at);
const database = await Database.connect({ url: plan.databaseUrl, app: 'jobs', poolSize: 3 });
const safe = openMailSafe(database, { CACHET_MASTER_KEY: TEST_MASTER_KEY });
const shared = { database, safe, clock: now, logger: createLogger('jobs', 'silent') };
const metrics = createMetrics('jobs');

await work();
// The last line of a process that was not killed.
process.stdout.write(`${writes}\n`);
process.exit(0);

async function work(): Promise<void> {
  switch (plan.work) {
    case 'operations': {
      const policy = { testBals: 25, addressRestMs: 0 };
      const worker = new OperationWorker({ ...shared, wallClock: now, balPolicy: policy, batchRows: 3 });
      return worker.drain();
    }
    case 'webhooks': {
      const sender = new WebhookSender({
        ...{ ...shared, metrics, random: () => 0.5, resolve: async () => ['127.0.0.1'], takesPrivate: true },
        ...{ ca: plan.authorities, limits: { restMs: 50 } },
      });
      sender.start();
      while (!(await isSent())) await new Promise((again) => setTimeout(again, 20));
      return sender.stop();
    }
    case 'publication': {
      const publication = publicationOf(database, [httpDirectory(plan.annuaire ?? '')], async () => true);
      const log = { error: (facts: { readonly err: unknown }) => Promise.reject(facts.err) };
      for (const job of [publishFeedsJob(publication, log), fetchReportsJob(publication, log)])
        await job.run({ ...plan.context, at: now() }, UNWATCHED);
      return;
    }
    case 'retention': {
      const jobs = [forgetEventsJob(database, 1_000), forgetOperationsJob(database, 1_000)];
      const scheduler = new Scheduler({ ...shared, jobs, metrics });
      scheduler.tick();
      return scheduler.stop();
    }
  }
}

/** An Annuaire beyond the network, which takes a feed as a list of addresses. */
function httpDirectory(url: string): DirectoryPublication {
  return {
    adapter: 'soap',
    fingerprint: 'f1',
    send: async (feeds) => {
      const entries = feeds.flatMap((feed) => feed.entries);
      const body = JSON.stringify(entries.map(({ declaration }) => declaration.adresseBal));
      const answer = await fetch(url, { method: 'POST', body });
      return { kind: 'ticket', ticket: await answer.text() };
    },
    report: async (ticket) => {
      const answer = await fetch(`${url}?ticket=${ticket}`);
      return { kind: 'report', report: (await answer.json()) as FeedReport };
    },
  };
}

/** Nothing waits, and nothing has happened that was not put on its way. */
async function isSent(): Promise<boolean> {
  const [left] = await database.shared((sql) =>
    sql.query<{ n: number }>('select count(*)::int as n from webhook_due'),
  );
  const [unseen] = await database.withTenant({ ...plan.context, at: now() }, (sql) =>
    sql.query<{ n: number }>(
      `select count(*)::int as n from tenant_event e, webhook w where e.kind = any(w.kinds) and w.is_active
            and not exists (select from webhook_delivery d where d.webhook_id = w.id and d.event_id = e.id)`,
    ),
  );
  return left?.n === 0 && unseen?.n === 0;
}
