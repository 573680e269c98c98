import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { IgcTrustStore } from '@cachet/ans';
import { type MailSafe, openMailSafe, PgFolders, PgMessageBytes } from '@cachet/mailstore';
import { ALL_UIDS, type Bal, parseFolderName } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { TestIgc } from '@cachet/testkit/pki';
import { file } from '../../dialogues/imap/support/given.js';
import { type Holder, ImapWorld } from '../../dialogues/imap/support/imap-world.js';
import type { IdentityFiles } from './edge.js';
import { type Ended, run } from './programs.js';

/** What lies in a folder, as the store has it. */
export interface Kept {
  readonly uid: number;
  /** One character per octet. */
  readonly raw: string;
  readonly flags: readonly string[];
}

/** An applicative BAL, and the certificate that opens it. */
export interface Automaton {
  readonly tenant: TestTenant;
  readonly bal: Bal;
  readonly files: IdentityFiles;
}

/** The IMAP server under the name `localhost`, whose certificate programs can check, and a folder for what they find in files. */
export class ImapDoor {
  private readonly safe: MailSafe;

  private constructor(
    readonly world: ImapWorld,
    private readonly igc: TestIgc,
    readonly folder: string,
  ) {
    this.safe = openMailSafe(world.database, world.safeSettings);
  }

  static async open(entry: 'psc' | 'authcli' = 'psc'): Promise<ImapDoor> {
    const igc = await TestIgc.create();
    const { cert, key } = await igc.issue({ cn: 'localhost' });
    const context = createSecureContext({ cert: cert + igc.chainPem, key, minVersion: 'TLSv1.2' });
    const { chainPem, crlUrls, fetch } = igc;
    const trust = await IgcTrustStore.load({ chainPem, crlUrls, fetch, ocspUrl: null, cacheFolder: null });
    await trust.refreshCrls();
    const structures = trust.judgeOf('authCli');
    const world = await ImapWorld.open({ entry, structures, secureContext: () => context });
    const door = new ImapDoor(world, igc, mkdtempSync(join(tmpdir(), 'cachet-foreign-')));
    door.write('chain.pem', chainPem);
    return door;
  }

  get port(): number {
    return this.world.port;
  }

  get chainFile(): string {
    return join(this.folder, 'chain.pem');
  }

  /** Readable by us alone: some programs refuse settings that others could read. */
  write(name: string, text: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  makeFolder(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Runs a program whose person has nothing but this folder. */
  run(program: string, args: readonly string[], input = ''): Promise<Ended> {
    return run('env', [`HOME=${this.folder}`, 'TERM=xterm', program, ...args], input);
  }

  /** A structure with an applicative BAL. */
  async automaton(name: string): Promise<Automaton> {
    // Its FINESS number is that of the certificates TestIgc issues.
    const tenant = await TestTenant.create(this.world.database, { kind: 'structure' });
    const bal = await tenant.bal({ address: name, kind: 'applicative' });
    const identity = await this.igc.issue({ purpose: 'client' });
    const files = {
      cert: this.write('client.pem', identity.cert),
      key: this.write('client.key', identity.key),
    };
    return { tenant, bal, files };
  }

  /** Files letters, one character per octet of UTF-8, as another mail program does. */
  file(holder: Holder, name: string, letters: readonly string[]): Promise<void> {
    const texts = letters.map((raw) => Buffer.from(raw, 'latin1').toString('utf8'));
    return file(this.world, holder, name, texts);
  }

  /** What the store has in that folder, in the order of uids; null when there is no such folder. */
  async kept({ tenant, bal }: Pick<Holder, 'tenant' | 'bal'>, name: string): Promise<Kept[] | null> {
    return this.world.database.withTenant(tenant.context(), async (sql) => {
      const folders = new PgFolders(sql, this.safe, bal.id);
      const asked = parseFolderName(name);
      const folder = asked && (await folders.byName(asked));
      if (!folder) return null;
      const found: Kept[] = [];
      for (const { uid, messageId, flags } of await folders.items(folder.id, ALL_UIDS)) {
        const stored = await PgMessageBytes.within(sql, this.safe, bal.id).open(messageId);
        const chunks = stored ? await Array.fromAsync(stored.bytes) : [];
        found.push({ uid, raw: Buffer.concat(chunks).toString('latin1'), flags: [...flags].sort() });
      }
      return found.sort((a, b) => a.uid - b.uid);
    });
  }

  async close(): Promise<void> {
    await this.world.close();
    rmSync(this.folder, { recursive: true });
  }
}
