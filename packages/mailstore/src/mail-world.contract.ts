import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Flag, Folder, NewItem, Outcome, ReceivedMessage, TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import { TEST_MASTER_KEY, type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import type { BlobSettings } from './blobs/open-blobs.js';
import { receiveToSpool, type SpooledMessage } from './bytes/receive-to-spool.js';
import { PgFolders } from './folders/pg-folders.js';
import { type MailSafe, openMailSafe } from './mail-safe.js';

/** A database, a spool folder and a first tenant, for one test file. */
export class MailWorld {
  readonly #spooled: SpooledMessage[] = [];

  private constructor(
    readonly temporary: TemporaryDatabase,
    readonly database: Database,
    readonly safe: MailSafe,
    readonly spool: string,
    readonly tenant: TestTenant,
  ) {}

  /** With a blob store for long messages, if asked. */
  static async open({ hasBlobs = false } = {}): Promise<MailWorld> {
    const temporary = await temporaryDatabase();
    const database = await temporary.connect('mail');
    await hearingFolders(database);
    const spool = await mkdtemp(path.join(tmpdir(), 'cachet-spool-'));
    const blobs = hasBlobs ? { CACHET_BLOB_DIR: path.join(spool, 'blobs') } : {};
    const safe = testSafe(database, blobs);
    return new MailWorld(temporary, database, safe, spool, await TestTenant.create(database));
  }

  async close(): Promise<void> {
    for (const message of this.#spooled) await message.dispose();
    await this.temporary.drop();
    await rm(this.spool, { recursive: true });
  }

  async receive(bytes: Uint8Array, pieces = 16_384): Promise<ReceivedMessage> {
    const source = inPieces(bytes, pieces);
    const message = granted(await receiveToSpool(source, { folder: this.spool, limit: 32 * 2 ** 20 }));
    this.#spooled.push(message);
    return message;
  }

  async letter(subject: string, body = 'Bonjour.'): Promise<ReceivedMessage> {
    return this.receive(Buffer.from(`Subject: ${subject}\r\nFrom: a@b.fr\r\n\r\n${body}\r\n`));
  }

  async newItem(subject: string, ...flags: Flag[]): Promise<NewItem> {
    return { message: await this.letter(subject), flags, internalDate: new Date('2026-11-03T09:00:00Z') };
  }

  async bal(quotaBytes?: number): Promise<OpenBal> {
    const { id } = await this.tenant.bal(quotaBytes === undefined ? {} : { quotaBytes });
    return new OpenBal(this.database, this.safe, this.tenant.context(), id);
  }

  count(table: string): Promise<number> {
    return this.database.withTenant(this.tenant.context(), async (sql) => {
      const [row] = await sql.query<{ count: number }>(`select count(*) as count from ${table}`);
      return row?.count ?? 0;
    });
  }
}

/** One BAL, each act in a transaction of its own. */
export class OpenBal {
  constructor(
    readonly database: Database,
    readonly safe: MailSafe,
    readonly context: TenantContext,
    readonly id: string,
  ) {}

  run<T>(work: (folders: PgFolders, sql: TenantSql) => Promise<T>): Promise<T> {
    return this.database.withTenant(this.context, (sql) => work(new PgFolders(sql, this.safe, this.id), sql));
  }

  /** The same, for acts that must not be refused. */
  async act<T>(work: (folders: PgFolders) => Promise<Outcome<T>>): Promise<T> {
    return granted(await this.run(work));
  }

  async folder(use: Folder['specialUse']): Promise<Folder> {
    const found = (await this.run((folders) => folders.list())).find(({ specialUse }) => specialUse === use);
    if (!found) throw new Error(`no ${use} folder`);
    return found;
  }

  async usedBytes(): Promise<number> {
    return this.run(async (_, sql) => {
      const [row] = await sql.query<{ used_bytes: number }>('select used_bytes from bal where id = $1', [
        this.id,
      ]);
      return row?.used_bytes ?? -1;
    });
  }
}

/** A safe of its own, as another process would have one. */
export function testSafe(database: Database, blobs: BlobSettings = {}): MailSafe {
  return openMailSafe(database, { CACHET_MASTER_KEY: TEST_MASTER_KEY, ...blobs });
}

export function granted<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`);
  return outcome.value;
}

export function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Settled once changes of folders are heard, as in a process that has looked at some: whoever watches one hears what comes next, and no more. */
function hearingFolders({ changes }: Database): Promise<void> {
  return new Promise((resolve) => void changes.subscribe({ topic: 'folder' }, () => resolve()));
}
