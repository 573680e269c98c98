// npm start: the whole product beside a simulated trust space, on this machine.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { productApps, trustSpaceApp } from './environments.js';
import { CHECKOUT, type Folders, prepareFolders } from './folders.js';
import { type Ports, portsFrom, requireFree } from './ports.js';
import { SandboxDatabase } from './postgres.js';
import { RealClamd } from './real-clamd.js';
import { SandboxError } from './sandbox-error.js';
import { writeSandboxFile } from './sandbox-file.js';
import { Secrets } from './secrets.js';
import { seedWorld } from './seed.js';
import { Supervisor } from './supervisor.js';
import { readTrustSpaceFacts } from './trust-space-facts.js';
import { writeWorldFile } from './world-file.js';

const STOP_ORDER = ['web', 'mailedge', 'jobs', 'api', 'trustSpace'];
const REAL_LIST = join(CHECKOUT, '../shared/data/listeblanche/domains-20250228.tsv');

interface Running {
  stop(): Promise<void>;
}

let running: Running | null = null;
let ending = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(signal, () => void end(0));

try {
  const fresh = readArguments(process.argv.slice(2));
  const ports = portsFrom(process.env.PORT_BASE);
  const folders = prepareFolders(fresh);
  await requireFree(ports, process.env.DATABASE_URL ? ['postgres'] : []);
  await run(ports, folders, fresh);
} catch (error) {
  await fail(error);
}

async function run(ports: Ports, folders: Folders, fresh: boolean): Promise<void> {
  const secrets = new Secrets(folders.secrets);
  const lost = (error: SandboxError) => void fail(error);
  const supervisor = new Supervisor(folders.logs, { restarted: (name) => restarted(name), lost });
  const database = new SandboxDatabase(folders, ports.postgres, process.env.DATABASE_URL, {
    restarted: () => restarted('postgres'),
    lost,
  });
  let publish = () => {};
  const restarted = (name: string) => {
    say(`${name} s’était arrêté : relancé.  (${name} had stopped: started again)`);
    publish();
  };
  const scanner = new RealClamd(folders, ports.clamdOwn, { restarted: () => restarted('clamd') });
  running = { stop: () => stopAll(supervisor, database, scanner, folders) };
  scanner.start();

  writeWorldFile(folders, ports, secrets);
  secrets.keepIfMissing('operator-api-key', '');
  const [urls] = await Promise.all([
    database.start(fresh),
    supervisor.start(trustSpaceApp(ports, folders, secrets, existsSync(REAL_LIST) ? REAL_LIST : null)),
  ]);
  const facts = readTrustSpaceFacts(folders.trustSpace);
  secrets.keep('database-url', urls.appUrl);
  const apiKeys = await seedWorld(urls.appUrl, secrets, facts.hospital.issuer);
  const { address, about } = (await scanner.ready()) ?? { address: facts.clamd, about: facts.sandbox.clamd };
  const { api, jobs, mailedge, web } = productApps(ports, folders, secrets, facts, address);
  await Promise.all([
    supervisor.start(web),
    supervisor.start(api),
    supervisor.start(jobs),
    supervisor.start(mailedge),
  ]);

  const names = ['api', 'jobs', 'mailedge', 'web', 'trustSpace'];
  for (const name of names) supervisor.keepAlive(name);
  publish = () => {
    if (ending) return;
    const pids = Object.fromEntries(names.map((name) => [name, supervisor.pidOf(name)]));
    writeSandboxFile(folders.sandboxFile, {
      ports,
      facts: { ...facts, sandbox: { ...facts.sandbox, clamd: about } },
      databaseUrl: urls.adminUrl,
      apiKeys,
      processes: { postgres: database.pid, ...pids, ...(scanner.pid ? { clamd: scanner.pid } : {}) },
    });
  };
  publish();
  announce(ports);
}

function readArguments(given: readonly string[]): boolean {
  const unknown = given.filter((argument) => argument !== '--fresh');
  if (unknown.length > 0)
    throw new SandboxError(
      `« ${unknown[0]} » n’est pas une option : seule --fresh existe (npm start -- --fresh).`,
      `“${unknown[0]}” is not an option: only --fresh exists (npm start -- --fresh).`,
    );
  return given.length > 0;
}

async function stopAll(
  supervisor: Supervisor,
  database: SandboxDatabase,
  scanner: RealClamd,
  folders: Folders,
): Promise<void> {
  rmSync(folders.sandboxFile, { force: true });
  await supervisor.stop(STOP_ORDER);
  await scanner.stop();
  await database.stop();
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  try {
    await running?.stop();
  } finally {
    process.exit(code);
  }
}

async function fail(error: unknown): Promise<void> {
  if (ending) return;
  process.stderr.write(
    `\n${error instanceof SandboxError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  await end(1);
}

function announce(ports: Ports): void {
  const seconds = Math.round((Date.now() - Number(process.env.SANDBOX_BEGUN_AT ?? Date.now())) / 1000);
  say(
    `Prêt en ${seconds} s : http://localhost:${ports.web} — avec Pro Santé Connect, entrez comme Jeanne MOREAU (médecin), Nadia BELKACEM (déléguée), ` +
      'Claire FONTAINE (gestionnaire de l’hôpital) ou Ariane DELCOURT (opérateur) ; avec le compte de sa structure, comme Sophie GARNIER ' +
      '(sophie.garnier@ch-valmont.fr). Ctrl-C arrête tout.  (ready)',
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
