import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMigrations } from '@cachet/schema';
import {
  type ProvisionedDatabase,
  provisionDatabase,
  type RunningPostgres,
  startPostgres,
  withClient,
} from '@cachet/testkit';
import type { Folders } from './folders.js';
import { SandboxError } from './sandbox-error.js';

// Letters of some megabytes are new pages by the hundred: with too few buffers each session would write those of others out, and wait.
const SETTINGS = {
  max_connections: '100',
  shared_buffers: '256MB',
  wal_buffers: '16MB',
  wal_init_zero: 'off',
  min_wal_size: '256MB',
  bgwriter_delay: '50ms',
};

/** The sandbox's database: ours, started here, or the server that DATABASE_URL names. */
export class SandboxDatabase {
  private embedded: RunningPostgres | null = null;
  private stopping = false;

  constructor(
    private readonly folders: Folders,
    private readonly port: number,
    private readonly given: string | undefined,
    private readonly watch: { restarted(): void; lost(error: SandboxError): void },
  ) {}

  get pid(): number {
    return this.embedded?.pid ?? 0;
  }

  /** Starts the server where it is ours, makes roles and database, and migrates. `fresh` empties a server that is not ours. */
  async start(fresh: boolean): Promise<ProvisionedDatabase> {
    if (this.given !== undefined) requireDatabaseUrl(this.given);
    const admin = this.given === undefined ? await this.startEmbedded() : maintenanceUrl(this.given);
    const name = this.given ? databaseNameIn(this.given) : 'cachet';
    if (this.given) await this.reach(admin);
    if (this.given && fresh)
      await withClient(admin, (client) =>
        client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`),
      );
    const urls = await provisionDatabase(admin, name);
    await runMigrations(urls.ownerUrl);
    return urls;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.embedded?.stop();
  }

  private async startEmbedded(): Promise<string> {
    const onLog = (text: string) => appendFileSync(join(this.folders.logs, 'postgres.log'), text);
    const server = await startPostgres({
      directory: this.folders.postgres,
      port: this.port,
      settings: SETTINGS,
      onLog,
    });
    this.embedded = server;
    void server.exited.then(() => this.onExit());
    return server.adminUrl;
  }

  private async onExit(): Promise<void> {
    if (this.stopping) return;
    try {
      await this.startEmbedded();
      this.watch.restarted();
    } catch (error) {
      this.watch.lost(
        new SandboxError(
          `PostgreSQL s’est arrêté et ne redémarre pas : ${String(error)}`,
          'PostgreSQL stopped and does not start again.',
        ),
      );
    }
  }

  private async reach(url: string): Promise<void> {
    try {
      const version = await withClient(url, async (client) =>
        Number(
          (await client.query<{ v: string }>("select current_setting('server_version_num') as v")).rows[0]?.v,
        ),
      );
      if (version >= 150_000) return;
    } catch (error) {
      throw unreachable(url, error instanceof Error ? error.message : '');
    }
    throw new SandboxError(
      'Le serveur que DATABASE_URL nomme est plus ancien que PostgreSQL 15 : donnez-en un plus récent.',
      'The server that DATABASE_URL names is older than PostgreSQL 15: give a later one.',
    );
  }
}

function requireDatabaseUrl(given: string): void {
  if (URL.canParse(given) && /^postgres(?:ql)?:$/.test(new URL(given).protocol)) return;
  throw new SandboxError(
    'DATABASE_URL n’est pas l’adresse d’une base : donnez postgres://utilisateur:secret@hôte:port/base, ou retirez-la.',
    'DATABASE_URL is not the address of a database: give postgres://user:secret@host:port/database, or remove it.',
  );
}

/** The same server's own database: the one that is named may not exist yet, or is about to be emptied. */
function maintenanceUrl(given: string): string {
  const url = new URL(given);
  url.pathname = '/postgres';
  return url.href;
}

function databaseNameIn(url: string): string {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  return name === '' || name === 'postgres' ? 'cachet' : name;
}

function unreachable(url: string, why: string): SandboxError {
  const { host } = new URL(url);
  return new SandboxError(
    `PostgreSQL ne répond pas sur ${host} (${why}). Vérifiez DATABASE_URL, ou retirez-la pour utiliser la base fournie.`,
    `PostgreSQL does not answer at ${host} (${why}). Check DATABASE_URL, or remove it to use the provided database.`,
  );
}
