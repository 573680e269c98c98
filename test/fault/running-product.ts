import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, type QueryResultRow } from 'pg';
import { post } from '../e2e/clients.js';
import type { Launched, Sandbox } from '../e2e/sandbox.js';
import { until } from '../e2e/until.js';

export type Victim = 'mailedge' | 'postgres' | 'api' | 'jobs';
export type PeerMode = 'accept' | 'cutsContent' | 'cutsReply';

const RECOVERY_MS = 120_000;

/** The sandbox under test, as its administrator could handle it. */
export class RunningProduct {
  constructor(
    private readonly launched: Launched,
    private readonly first: Sandbox,
  ) {}

  /** As the launcher last wrote it: a process that was started again has another number. */
  get sandbox(): Sandbox {
    const file = join(this.launched.varFolder, 'sandbox.json');
    // Gone when the launcher has given up: what it said is then in the message of whoever waits.
    if (!existsSync(file)) throw new Error(`the sandbox has stopped:\n${this.launched.output()}`);
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  get spoolFolder(): string {
    return join(this.launched.varFolder, 'mailedge/spool');
  }

  get secretsFolder(): string {
    return join(this.launched.varFolder, 'secrets');
  }

  /** How often the launcher found a process ended, whoever ended it. */
  get restarts(): number {
    return this.launched.output().split('started again').length - 1;
  }

  /** Ends a process as a power cut would, and with PostgreSQL all of its own at once. Settled once it is gone. */
  async kill(victim: Victim): Promise<void> {
    const pid = this.sandbox.processes[victim];
    const others = victim === 'postgres' ? await this.backends() : [];
    process.kill(pid, 'SIGKILL');
    for (const other of others) if (isAlive(other)) process.kill(other, 'SIGKILL');
    await until(
      () => !isAlive(pid),
      RECOVERY_MS,
      () => `${victim} outlives SIGKILL`,
    );
  }

  /** Settled once it was started again and everything answers. */
  async recovered(victim: Victim, before: number): Promise<void> {
    await until(
      () => this.sandbox.processes[victim] !== before,
      RECOVERY_MS,
      () => `${victim} was not started again:\n${this.launched.output()}`,
    );
    await this.ready();
  }

  async ready(): Promise<void> {
    const { readyz } = this.sandbox;
    for (const name of ['mailedge', 'api', 'jobs'] as const)
      await until(
        () => isReady(readyz[name]),
        RECOVERY_MS,
        () => `${name} is not ready:\n${this.launched.output()}`,
      );
  }

  async sql<R extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    const client = new Client({ connectionString: this.first.databaseUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<R>(text, [...values])).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Largest file that these processes may write from now on; null lifts the limit. */
  async limitFiles(pids: readonly number[], octets: number | null): Promise<void> {
    const limit = octets === null ? 'unlimited' : `${octets}:`;
    // One that has ended meanwhile needs no limit.
    for (const pid of pids)
      if (isAlive(pid))
        await promisify(execFile)('prlimit', [`--pid=${pid}`, `--fsize=${limit}`]).catch(ignore);
  }

  /** The processes of PostgreSQL beside its first one. */
  async backends(): Promise<number[]> {
    const rows = await this.sql<{ pid: number }>(
      'select pid from pg_stat_activity where pid <> pg_backend_pid()',
    );
    return rows.map(({ pid }) => pid);
  }

  /** Settled once none of these processes is left, each having been given something to write. */
  async gone(pids: readonly number[]): Promise<void> {
    await until(
      async () => {
        // The process that writes the journal behind others has this commit to write.
        await this.sql('set synchronous_commit = off; select pg_current_xact_id()').catch(ignore);
        return !pids.some(isAlive);
      },
      RECOVERY_MS,
      () => 'PostgreSQL goes on though it can write no more',
    );
  }

  async setPeer(mode: PeerMode): Promise<void> {
    await post(this.first.peer.control, { mode });
  }

  async businessNow(): Promise<Date> {
    const { now } = (await (await fetch(this.first.clock)).json()) as { now: string };
    return new Date(now);
  }

  async moveClock(order: { readonly advance: string } | { readonly reset: true }): Promise<void> {
    await post(this.first.clock, order);
  }
}

const ignore = () => undefined;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
