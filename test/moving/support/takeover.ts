import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importAccount, importPorts, nameOf, type SourceAccount } from '@cachet/mailedge/moving';
import { type MailSafe, openMailSafe, PgFolders, PgMessageBytes, receiveToSpool } from '@cachet/mailstore';
import { ALL_UIDS, type FolderName, type ImportStep, type OpenedBal, type Outcome } from '@cachet/mss-core';
import { type Antivirus, LetterScanning } from '@cachet/scanning';
import { type Database, PgImports } from '@cachet/schema';
import { TEST_MASTER_KEY, type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';

/** A message as it lies in a BAL after it was taken over. */
export interface Taken {
  readonly raw: Buffer;
  readonly flags: readonly string[];
  readonly internalDate: Date;
}

/** Where mail is taken over to: a database, a spool, one BAL. */
export class Takeover {
  antivirus: Antivirus | null = null;
  /** What keeping a message of that subject throws. */
  failsOver: (subject: string) => Error | null = () => null;
  readonly steps: ImportStep[] = [];
  losses = 0;

  private constructor(
    readonly temporary: TemporaryDatabase,
    readonly database: Database,
    private readonly safe: MailSafe,
    readonly tenant: TestTenant,
    readonly opened: OpenedBal,
    private readonly spool: string,
  ) {}

  static async open(quotaBytes?: number): Promise<Takeover> {
    const temporary = await temporaryDatabase();
    const database = await temporary.connect('moving');
    const tenant = await TestTenant.create(database);
    const bal = await tenant.bal(quotaBytes === undefined ? {} : { quotaBytes });
    const context = { ...tenant.context(), actor: { kind: 'system', name: 'store:import' } } as const;
    const rights = { role: 'responsible', mayRead: true, maySend: true } as const;
    const spool = mkdtempSync(join(tmpdir(), 'cachet-moving-'));
    const safe = openMailSafe(database, {
      CACHET_MASTER_KEY: TEST_MASTER_KEY,
      CACHET_BLOB_DIR: join(spool, 'blobs'),
    });
    return new Takeover(
      temporary,
      database,
      safe,
      tenant,
      { context, bal, rights, rightsUntil: null },
      spool,
    );
  }

  /** One run of the import; `tries` losses of the source are borne. */
  run(account: SourceAccount, tries = 3, database: Database = this.database): Promise<Outcome<void>> {
    const scanning = new LetterScanning({
      antivirus: this.antivirus,
      rspamd: null,
      spool: (octets) => this.#receive(octets),
    });
    const ports = importPorts({
      database,
      safe: this.safe,
      scanning,
      quarantineMs: 86_400_000,
      newId: randomUUID,
    });
    return importAccount(ports, {
      opened: this.opened,
      account,
      limits: { answerMs: 3_000, literal: 7_000_000 },
      progress: (step) => this.steps.push(step),
      lost: () => {
        this.losses += 1;
      },
      pauseMs: (count) => (count > tries ? null : 1),
    });
  }

  async folder(name: string): Promise<readonly Taken[]> {
    const { bal } = this.opened;
    const found = await this.#in((folders) => folders.byName(name as FolderName));
    const items = found ? await this.#in((folders) => folders.items(found.id, ALL_UIDS)) : [];
    const taken: Taken[] = [];
    for (const { messageId, flags, internalDate } of items) {
      const stored = await PgMessageBytes.of(this.database, this.safe, this.tenant.context(), bal.id).open(
        messageId,
      );
      const pieces: Uint8Array[] = [];
      for await (const piece of stored?.bytes ?? []) pieces.push(piece);
      taken.push({ raw: Buffer.concat(pieces), flags: [...flags].sort(), internalDate });
    }
    return taken;
  }

  async names(): Promise<readonly string[]> {
    return (await this.#in((folders) => folders.list())).map(({ name }) => name);
  }

  progress() {
    return this.database.withTenant(this.tenant.context(), (sql) =>
      new PgImports(sql).progress(this.opened.bal.id),
    );
  }

  async leftOut(account: SourceAccount) {
    const { first } = await this.database.withTenant(this.tenant.context(), (sql) =>
      new PgImports(sql).leftOut(this.opened.bal.id, nameOf(account), 100),
    );
    return first;
  }

  async close(): Promise<void> {
    await this.temporary.drop();
    rmSync(this.spool, { recursive: true, force: true });
  }

  async #receive(octets: AsyncIterable<Uint8Array>) {
    const received = await receiveToSpool(octets, { folder: this.spool, limit: 6_000_000 });
    const fault = received.ok && this.failsOver(received.value.structure.envelope.subject ?? '');
    if (fault) await received.value.dispose();
    if (fault) throw fault;
    return received;
  }

  #in<T>(work: (folders: PgFolders) => Promise<T>): Promise<T> {
    return this.database.withTenant(this.tenant.context(), (sql) =>
      work(new PgFolders(sql, this.safe, this.opened.bal.id)),
    );
  }
}
