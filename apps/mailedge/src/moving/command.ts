import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { consultTraces, type MailSafe, openMailSafe, PgEmptying } from '@cachet/mailstore';
import {
  emptyBal,
  ImportOverlap,
  type MssAddress,
  type OpenedBal,
  SourceLost,
  sentence,
  type TenantContext,
  type TenantId,
} from '@cachet/mss-core';
import { businessClock, createLogger, createMetrics, loadConfigOrExit, newId } from '@cachet/runtime';
import { Database, PgBalStore, PgImports, PgJournal, PgRouting } from '@cachet/schema';
import { MOVING_CONFIG } from '../config.js';
import { openScanning } from '../scan/open-scanning.js';
import {
  type ConsultOrder,
  consultOrder,
  emptyOrder,
  evidenceOrder,
  exportOrder,
  type ImportOrder,
  importOrder,
  UsageError,
} from './arguments.js';
import { exportToFile } from './export-to-file.js';
import { type SourceAccount, SourceRefused } from './imap-source.js';
import { importAccount, nameOf } from './import-account.js';
import { importPorts } from './import-ports.js';
import { takeEvidence } from './take-evidence.js';
import { MOST_TOLD, tellLeftOut } from './tell-left-out.js';
import { ProgressLine, say } from './words.js';

const ANSWER_MS = 60_000;
/** What a message may have beside its limit: the fields that we would add. */
const MORE = 1024 * 1024;

/**
 * `export`, `import`, `empty`, `traces` and `evidence`: the operator's commands on one BAL. Ends with 0 when all was done, 1 when it was not (begun again, it goes on), 2
 * when the command or the configuration is not understood.
 */
const [verb = '', ...args] = process.argv.slice(2);
const config = loadConfigOrExit('store', MOVING_CONFIG);
process.exitCode = await run().catch((fault: unknown) => {
  if (!(fault instanceof UsageError)) throw fault;
  process.stderr.write(`${fault.message}\n`);
  return 2;
});

async function run(): Promise<number> {
  if (verb === 'export') {
    const { bal, format, to } = exportOrder(args);
    return withBal(bal, (world) => exportToFile(world.database, world.safe, world.opened, format, to));
  }
  if (verb === 'import') {
    const order = importOrder(args);
    return withBal(order.bal, (world) => takeOver(world, order));
  }
  if (verb === 'traces') {
    const order = consultOrder(args);
    return withBal(order.bal, (world) => showTraces(world, order));
  }
  if (verb === 'evidence') {
    const order = evidenceOrder(args);
    return withStore((database, safe) => takeEvidence(database, safe, contextOf(order.structure), order));
  }
  if (verb === 'empty') return withBal(emptyOrder(args), emptyOut);
  throw new UsageError(
    'Commandes : export, import, empty, traces, evidence. / Commands: export, import, empty, traces, evidence.',
  );
}

interface World {
  readonly database: Database;
  readonly safe: MailSafe;
  readonly opened: OpenedBal;
}

async function withStore(work: (database: Database, safe: MailSafe) => Promise<number>): Promise<number> {
  const database = await Database.connect({ url: config.CACHET_DATABASE_URL, app: 'store' });
  try {
    return await work(database, openMailSafe(database, config));
  } finally {
    await database.close();
  }
}

function withBal(address: MssAddress, work: (world: World) => Promise<number>): Promise<number> {
  return withStore(async (database, safe) => {
    const opened = await openBal(database, address);
    if (opened) return work({ database, safe, opened });
    say(`La BAL ${address} n’existe pas.`, `The mailbox ${address} does not exist.`);
    return 1;
  });
}

function contextOf(tenantId: TenantId): TenantContext {
  return {
    actor: { kind: 'system', name: `store:${verb}` },
    means: 'job',
    at: businessClock(config.CACHET_BUSINESS_CLOCK_FILE)(),
    correlationId: newId(),
    remoteAddress: null,
    tenantId,
  };
}

/** As the operator, whatever the state of the BAL: who runs this command answers for it. */
async function openBal(database: Database, address: MssAddress): Promise<OpenedBal | null> {
  const route = (await new PgRouting(database).routesOf([address])).get(address);
  if (!route) return null;
  const context = contextOf(route.tenantId);
  const bal = await database.withTenant(context, (sql) => new PgBalStore(sql).byId(route.balId));
  const rights = { role: 'responsible', mayRead: true, maySend: false } as const;
  return bal && { context, bal, rights, rightsUntil: null };
}

// EX_GBM_6010: nothing brings back what this destroys.
async function emptyOut({ database, opened }: World): Promise<number> {
  const outcome = await emptyBal(
    {
      inTenant: (context, work) =>
        database.withTenant(context, (sql) =>
          work({ bals: new PgBalStore(sql), emptying: new PgEmptying(sql), journal: new PgJournal(sql) }),
        ),
    },
    opened.context,
    opened.bal.id,
  );
  if (!outcome.ok) {
    say(
      `Rien n’a été détruit : une BAL doit être suspendue avant que son contenu le soit.`,
      `Nothing was destroyed: a mailbox is suspended before its content is destroyed.`,
    );
    return 1;
  }
  const { items, messages } = outcome.value;
  say(
    `${opened.bal.address} : ${items} exemplaires retirés, ${messages} messages détruits.`,
    `${opened.bal.address}: ${items} copies removed, ${messages} messages destroyed.`,
  );
  return 0;
}

/** One trace a line, JSON. */
async function showTraces({ database, safe, opened }: World, order: ConsultOrder): Promise<number> {
  const question = { ...order, balId: opened.bal.id };
  for await (const trace of consultTraces(database, safe, opened.context, question))
    process.stdout.write(`${JSON.stringify(trace)}\n`);
  return 0;
}

async function takeOver({ database, safe, opened }: World, order: ImportOrder): Promise<number> {
  const logger = createLogger('store');
  const limit = config.CACHET_MAX_MESSAGE_BYTES;
  const clock = businessClock(config.CACHET_BUSINESS_CLOCK_FILE);
  const scanners = openScanning(
    {
      ...{ clamd: config.CACHET_CLAMD, rspamdUrl: null, limit },
      spoolFolder: join(config.CACHET_DATA_DIR, 'spool'),
    },
    { database, logger, metrics: createMetrics('store'), clock },
  );
  const line = new ProgressLine();
  try {
    await scanners.start();
    const quarantineMs = config.CACHET_QUARANTINE_RETENTION;
    const ports = importPorts({ database, safe, scanning: scanners.scanning, quarantineMs, newId });
    const account = await accountOf(order);
    const outcome = await importAccount(ports, {
      ...{ opened, account },
      limits: { answerMs: ANSWER_MS, literal: limit + MORE },
      progress: ({ folder, target, imported, refused, messages }) =>
        line.show(`${folder} → ${target} : ${imported} / ${messages}${refused > 0 ? ` (${refused} ⚠)` : ''}`),
      lost: (reason, pauseMs) =>
        say(
          `Le serveur d’origine ne répond plus (${reason}) ; nouvel essai dans ${pauseMs / 1000} s.`,
          `The other server does not answer (${reason}); next try in ${pauseMs / 1000} s.`,
        ),
    });
    line.end();
    if (!outcome.ok) {
      say(
        `Reprise arrêtée : ${sentence(outcome.refusal)} Relancez la même commande pour continuer.`,
        `Import stopped: ${sentence(outcome.refusal, 'en')} Run the same command again to go on.`,
      );
      return 1;
    }
    tellLeftOut(
      await database.withTenant(opened.context, (sql) =>
        new PgImports(sql).leftOut(opened.bal.id, nameOf(account), MOST_TOLD),
      ),
    );
    say(`Reprise terminée pour ${opened.bal.address}.`, `Import ended for ${opened.bal.address}.`);
    return 0;
  } catch (fault) {
    line.end();
    return tell(fault);
  } finally {
    scanners.close();
  }
}

function tell(fault: unknown): number {
  if (fault instanceof SourceRefused)
    say(
      `Le serveur d’origine n’a pas pu être ouvert (${fault.message}) : vérifiez le compte, le secret et le certificat.`,
      `The other server could not be opened (${fault.message}): check the account, the secret and the certificate.`,
    );
  else if (fault instanceof SourceLost)
    say(
      `Le serveur d’origine ne répond plus (${fault.message}). Ce qui est repris est gardé : relancez la même commande plus tard.`,
      `The other server does not answer (${fault.message}). What was taken over stays: run the same command again later.`,
    );
  else if (fault instanceof ImportOverlap)
    say(
      'Une autre reprise du même compte est en cours : celle-ci s’arrête.',
      'Another import of the same account is under way: this one stops.',
    );
  else throw fault;
  return 1;
}

async function accountOf({ account, caFile, passwordFile, tokenFile }: ImportOrder): Promise<SourceAccount> {
  const secret = (await secretIn(passwordFile ?? tokenFile ?? '-')).replace(/\r?\n$/, '');
  const ca = caFile === null ? null : await readFile(caFile, 'utf8');
  return { ...account, ca, secret: passwordFile === null ? { accessToken: secret } : { pass: secret } };
}

function secretIn(file: string): Promise<string> {
  return file === '-' ? text(process.stdin) : readFile(file, 'utf8');
}
