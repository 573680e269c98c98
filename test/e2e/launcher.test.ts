import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { submit } from './clients.js';
import { type Launched, launch, readySandbox, type Sandbox, stopSandbox } from './sandbox.js';
import { until } from './until.js';

const moreau = { rpps: '99900000025', bal: 'jeanne.moreau@ch-valmont.mssante.fr' };
const lemaire = 'paul.lemaire@ch-valmont.mssante.fr';
let launched: Launched | null = null;

afterAll(async () => {
  if (launched) await stopSandbox(launched);
});

const alive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
const pidsOf = (sandbox: Sandbox) => Object.values(sandbox.processes);

/** Every process whose environment or command names this sandbox's folder. */
function survivors(varFolder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/environ`, 'latin1').includes(varFolder) ||
          readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(varFolder)
        );
      } catch {
        return false;
      }
    });
}

/** Those whose absence their peers tell at once; the trust space is not of the product, and only people look at the portal. */
const TOLD: ReadonlySet<string> = new Set(['mailedge', 'api', 'jobs', 'postgres']);

/** What a process says that it misses; nothing when it does not answer. */
async function missing(url: string): Promise<string[]> {
  const text = await readyz(url);
  if (text === '') return [];
  const { checks } = JSON.parse(text) as { checks: { name: string; ok: boolean }[] };
  return checks.filter((check) => !check.ok).map((check) => check.name);
}

async function readyz(url: string): Promise<string> {
  return (await fetch(url).catch(() => null))?.text() ?? '';
}

// One story, in order: the same sandbox is started, wounded, stopped and started again.
describe('a sandbox that lives, is wounded and stops', () => {
  it('starts again what is killed, and says meanwhile in /readyz what is gone', async () => {
    launched = await launch();
    const before = await readySandbox(launched);
    for (const name of ['mailedge', 'api', 'jobs', 'web', 'trustSpace', 'postgres'] as const) {
      const file = join(launched.varFolder, 'sandbox.json');
      const pid = (JSON.parse(readFileSync(file, 'utf8')) as Sandbox).processes[name];
      process.kill(pid, 'SIGKILL');
      const witness = name === 'api' ? before.readyz.mailedge : before.readyz.api;
      if (TOLD.has(name))
        await until(
          async () => (await missing(witness)).includes(name),
          15_000,
          () => `${name} is gone and nobody says so`,
        );
      await until(
        () => (JSON.parse(readFileSync(file, 'utf8')) as Sandbox).processes[name] !== pid,
        60_000,
        () => `${name} was not started again:\n${launched?.output()}`,
      );
    }
    await until(
      async () =>
        (await Promise.all(Object.values(before.readyz).map(readyz))).every((text) =>
          text.includes('"status":"ready"'),
        ),
      60_000,
      () => 'the sandbox does not come back to ready',
    );
    await submit(
      before,
      moreau,
      [lemaire],
      Buffer.from(
        `From: ${moreau.bal}\r\nTo: ${lemaire}\r\nSubject: apres\r\nMessage-ID: <apres@ch-valmont.mssante.fr>\r\n\r\nTout marche.\r\n`,
      ),
    );
  });

  it('leaves no process behind when its launcher is killed outright', async () => {
    if (!launched) throw new Error('no sandbox');
    const sandbox = JSON.parse(readFileSync(join(launched.varFolder, 'sandbox.json'), 'utf8')) as Sandbox;
    const launcherPid = Number(readFileSync(join(launched.varFolder, 'launcher.pid'), 'utf8'));
    process.kill(launcherPid, 'SIGKILL');
    await launched.exited;
    await until(
      () => pidsOf(sandbox).every((pid) => !alive(pid)),
      20_000,
      () => `still alive: ${pidsOf(sandbox).filter(alive)}`,
    );
  });

  it('finds its data again at the next start, and Ctrl-C stops everything and removes sandbox.json', async () => {
    if (!launched) throw new Error('no sandbox');
    const { varFolder } = launched;
    const kept = launched.portBase;
    launched = await launch({ varFolder, portBase: kept });
    const sandbox = await readySandbox(launched);
    const { default: pg } = await import('pg');
    const client = new pg.Client(sandbox.databaseUrl);
    await client.connect();
    const { rows } = await client.query<{ n: number }>(
      'select count(*)::int as n from delivery where recipient = $1',
      [lemaire],
    );
    await client.end();
    expect(rows[0]?.n).toBeGreaterThan(0);
    await stopSandbox(launched, true);
    expect(existsSync(join(varFolder, 'sandbox.json'))).toBe(false);
    await until(
      () => survivors(varFolder).length === 0,
      10_000,
      () => `survivors: ${survivors(varFolder)}`,
    );
    rmSync(varFolder, { recursive: true, force: true });
    launched = null;
  });
});
