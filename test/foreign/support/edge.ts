import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestTenant } from '@cachet/testkit';
import type { TestIdentity } from '@cachet/testkit/pki';
import { EdgeUnderTest } from '../../dialogues/smtp/support/edge-under-test.js';

type Holder = Awaited<ReturnType<EdgeUnderTest['holder']>>;

/** A certificate, its key and the authorities, as files for programs that read files. */
export interface IdentityFiles {
  readonly cert: string;
  readonly key: string;
}

/** The mail edge with a hospital on it where Anne has a BAL, and a folder for what programs want to find in files. */
export class ForeignWorld {
  private constructor(
    readonly edge: EdgeUnderTest,
    readonly hospital: TestTenant,
    readonly anne: Holder,
    readonly folder: string,
  ) {}

  static async open(): Promise<ForeignWorld> {
    const edge = await EdgeUnderTest.start();
    const hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
    const anne = await edge.holder(hospital, 'anne.martin');
    edge.list([hospital.domain]);
    const folder = mkdtempSync(join(tmpdir(), 'cachet-foreign-'));
    writeFileSync(join(folder, 'chain.pem'), edge.igc.chainPem);
    return new ForeignWorld(edge, hospital, anne, folder);
  }

  get chainFile(): string {
    return join(this.folder, 'chain.pem');
  }

  filesOf(name: string, identity: TestIdentity): IdentityFiles {
    const cert = this.write(`${name}.pem`, identity.cert);
    return { cert, key: this.write(`${name}.key`, identity.key) };
  }

  /** Readable by us alone: some programs refuse settings that others could read. */
  write(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  }

  /** The letters in one of Anne's folders, as text. */
  async letters(use: 'inbox' | 'sent'): Promise<readonly string[]> {
    return (await this.edge.messagesIn(this.hospital, this.anne.bal, use)).map(({ raw }) => raw);
  }

  async close(): Promise<void> {
    await this.edge.stop();
    rmSync(this.folder, { recursive: true });
  }
}
