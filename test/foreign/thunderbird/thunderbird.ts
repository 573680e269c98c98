import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until, untilFound } from '../../e2e/until.js';
import { Marionette, MarionetteFault } from './marionette.js';

/** A loaded machine takes its time; nothing here is measured. */
const START_WITHIN_MS = 60_000;
const ACT_WITHIN_MS = 45_000;
const LEAVE_WITHIN_MS = 30_000;
const PROGRAM = '/usr/lib/thunderbird/thunderbird';
const ACTS = readFileSync(join(import.meta.dirname, 'acts.js'), 'utf8');

/** Debian's Thunderbird without a screen, on that profile, and what a person does in it. */
export class Thunderbird {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<void>,
    private readonly remote: Marionette,
    private readonly log: string,
  ) {}

  /** What it tells of itself is written in that folder. */
  static async start(folder: string, profile: string): Promise<Thunderbird> {
    const portFile = join(profile, 'MarionetteActivePort');
    rmSync(portFile, { force: true });
    const said = join(folder, 'said');
    const log = mkdtempSync(join(folder, 'log-'));
    const out = openSync(said, 'a');
    const args = ['--headless', '--marionette', '--remote-allow-system-access', '--profile', profile];
    // It ends with us even where we are killed; its own processes are of its group.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', PROGRAM, '--no-remote', ...args], {
      detached: true,
      stdio: ['ignore', out, out],
      env: {
        PATH: process.env.PATH,
        LC_ALL: 'C.UTF-8',
        TZ: 'UTC',
        HOME: folder,
        MOZ_LOG: 'sync,IMAP:4',
        MOZ_LOG_FILE: join(log, 'imap'),
        MOZ_CRASHREPORTER_DISABLE: '1',
      },
    });
    closeSync(out);
    const ended = new Promise<void>((settle) =>
      child.once('close', () => settle()).once('error', () => settle()),
    );
    const running = () => child.exitCode === null && child.signalCode === null;
    try {
      const listens = () => !running() || (existsSync(portFile) && readFileSync(portFile, 'utf8') !== '');
      await until(listens, START_WITHIN_MS, () => readFileSync(said, 'utf8'));
      if (!running()) throw new Error(`Thunderbird did not start: ${readFileSync(said, 'utf8')}`);
      const port = Number(readFileSync(portFile, 'utf8'));
      return new Thunderbird(child, ended, await Marionette.open(port, ACT_WITHIN_MS), join(log, 'imap'));
    } catch (fault) {
      killGroup(child);
      await ended;
      throw fault;
    }
  }

  /** Does one of the acts of `acts.js`, and answers what it answered. @throws Error with what Thunderbird asks or warns of. */
  async act<T = unknown>(name: string, ...args: readonly unknown[]): Promise<T> {
    const answer = await this.begin(name, args);
    const asked = await this.asked();
    if (asked !== null) throw new Error(`${name}: Thunderbird says « ${asked} »`);
    return answer as T;
  }

  /** Does one of the acts and says yes to the question that comes of it; answers that question. */
  async actAndConfirm(name: string, ...args: readonly unknown[]): Promise<string> {
    await this.begin(name, args);
    const asked = await untilFound(() => this.asked(), ACT_WITHIN_MS, `a question after ${name}`);
    await this.remote.ask('WebDriver:AcceptAlert');
    return asked;
  }

  /** What it sent by IMAP since it was started. */
  sent(): string[] {
    const lines = readFileSync(`${this.log}.moz_log`, 'utf8').matchAll(/SendData: (.*?)\r?$/gm);
    return [...lines].map(([, line = '']) => line);
  }

  /** Leaves as by the menu: what it knows is written down. */
  async quit(): Promise<void> {
    await this.remote.ask('Marionette:Quit', { flags: ['eForceQuit'] });
    const late = setTimeout(() => killGroup(this.child), LEAVE_WITHIN_MS);
    await this.ended;
    clearTimeout(late);
    this.end();
  }

  /** Whatever it is doing. */
  async kill(): Promise<void> {
    killGroup(this.child);
    await this.ended;
    this.end();
  }

  /** Comes back once the act is over, or a window of Thunderbird’s waits for an answer. */
  private begin(name: string, args: readonly unknown[]): Promise<unknown> {
    const script = `${ACTS}\nreturn acts[arguments[0]](...arguments[1]);`;
    const parameters = { script, args: [name, args], sandbox: 'system', newSandbox: false };
    return this.remote.ask('WebDriver:ExecuteScript', parameters);
  }

  private async asked(): Promise<string | null> {
    try {
      return String(await this.remote.ask('WebDriver:GetAlertText'));
    } catch (fault) {
      if (fault instanceof MarionetteFault && fault.message.startsWith('no such alert')) return null;
      throw fault;
    }
  }

  private end(): void {
    this.remote.close();
    killGroup(this.child);
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
}
