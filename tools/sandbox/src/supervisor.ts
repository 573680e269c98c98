import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from './sandbox-error.js';

export interface AppSpec {
  readonly name: string;
  /** Entry point, absolute. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

const READY_MS = 90_000;
const STOP_MS = 10_000;
/** A process that dies more often is given up. SANDBOX_RESTARTS_PER_MINUTE allows more to whoever kills on purpose. */
const RESTARTS_PER_MINUTE = Number(process.env.SANDBOX_RESTARTS_PER_MINUTE) || 5;

/** Starts the product's processes, starts again one that dies, and stops them all in good order. */
export class Supervisor {
  private readonly running = new Map<string, ChildProcess>();
  private readonly logs = new Map<string, WriteStream>();
  private readonly deaths = new Map<string, number[]>();
  private stopping = false;

  constructor(
    private readonly logFolder: string,
    private readonly watch: { restarted(name: string): void; lost(error: SandboxError): void },
  ) {}

  /** Starts one app and waits until it says that it answers. */
  async start(app: AppSpec): Promise<void> {
    const child = fork(app.entry, {
      env: { ...app.env },
      execArgv: [...(app.nodeOptions ?? ['--enable-source-maps'])],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    this.running.set(app.name, child);
    const said = this.keepLog(app.name, child);
    child.once('exit', () => void this.onExit(app, child));
    await this.untilReady(app.name, child, said);
  }

  pidOf(name: string): number {
    return this.running.get(name)?.pid ?? 0;
  }

  /** Stops the named apps one after the other; one that does not end within ten seconds is killed. */
  async stop(names: readonly string[]): Promise<void> {
    this.stopping = true;
    for (const name of names) await this.stopOne(name);
    for (const log of this.logs.values()) log.end();
  }

  private async stopOne(name: string): Promise<void> {
    const child = this.running.get(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  }

  private async untilReady(name: string, child: ChildProcess, said: () => string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (how: string, Kind = SandboxError) =>
      reject(couldNotStart(Kind, name, how, said(), join(this.logFolder, `${name}.log`)));
    const timer = setTimeout(() => fail('pas de réponse / no answer'), READY_MS);
    child.on('message', (message) => isReady(message) && resolve());
    child.once('exit', (code, signal) => fail(`fin / end ${code ?? signal}`, EndedBeforeReady));
    child.once('error', (error) => fail(error.message));
    try {
      await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  private keepLog(name: string, child: ChildProcess): () => string {
    const log = this.logs.get(name) ?? createWriteStream(join(this.logFolder, `${name}.log`), { flags: 'a' });
    this.logs.set(name, log);
    let lastErrors = '';
    child.stdout?.on('data', (data: Buffer) => log.write(data));
    child.stderr?.on('data', (data: Buffer) => {
      log.write(data);
      lastErrors = (lastErrors + data.toString()).slice(-1500);
    });
    return () => lastErrors.trim();
  }

  private async onExit(app: AppSpec, child: ChildProcess): Promise<void> {
    if (this.stopping || this.running.get(app.name) !== child || !this.wasReady.has(app.name)) return;
    const recent = [...(this.deaths.get(app.name) ?? []), Date.now()].filter(
      (at) => at > Date.now() - 60_000,
    );
    this.deaths.set(app.name, recent);
    if (recent.length > RESTARTS_PER_MINUTE) {
      this.watch.lost(
        new SandboxError(
          `${app.name} s’arrête sans cesse : voir ${join(this.logFolder, `${app.name}.log`)}.`,
          `${app.name} keeps stopping: see its log.`,
        ),
      );
      return;
    }
    try {
      await this.start(app);
      this.watch.restarted(app.name);
    } catch (error) {
      // One that ended instead of starting (its database was still away) has come by here again, and is counted.
      if (this.stopping || error instanceof EndedBeforeReady) return;
      this.watch.lost(error instanceof SandboxError ? error : new SandboxError(String(error), String(error)));
    }
  }

  private readonly wasReady = new Set<string>();

  /** From now on a death of this app means a restart. */
  keepAlive(name: string): void {
    this.wasReady.add(name);
  }
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;
}

class EndedBeforeReady extends SandboxError {}

function couldNotStart(
  Kind: typeof SandboxError,
  name: string,
  how: string,
  said: string,
  log: string,
): SandboxError {
  return new Kind(
    `${name} n’a pas pu démarrer (${how}).\n${said || `Voir ${log}.`}`,
    `${name} could not start (${how}).`,
  );
}
