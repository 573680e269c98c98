import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintsOf } from '@cachet/ans';
import { createLogger, loadConfig } from '@cachet/runtime';
import { TEST_MASTER_KEY, type TemporaryDatabase, temporaryDatabase } from '@cachet/testkit';
import { type TestIdentity, TestIgc } from '@cachet/testkit/pki';
import { MAILEDGE_CONFIG, type MailedgeConfig } from '../config.js';
import { type Container, openContainer } from '../container.js';
import { type Listener, openListeners } from '../listeners.js';

/** The five entries of the mail edge as its process opens them, on ports of their own, over an empty database. */
export class AssembledEdge {
  private constructor(
    readonly igc: TestIgc,
    readonly container: Container,
    readonly listeners: readonly Listener[],
    private readonly temporary: TemporaryDatabase,
    private readonly folder: string,
  ) {}

  static async open(): Promise<AssembledEdge> {
    const temporary = await temporaryDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'cachet-mailedge-'));
    const igc = await TestIgc.create();
    writeFileSync(join(folder, 'chain.pem'), igc.chainPem);
    writeIdentity(folder, await igc.issue());
    const configuration = configured(folder, temporary.appUrl, fingerprintsOf(igc.chainPem));
    const container = await openContainer(configuration, createLogger('mailedge-test', 'silent'));
    await container.listeBlanche.start();
    return new AssembledEdge(igc, container, await openListeners(container), temporary, folder);
  }

  /** Puts another certificate and key in the place of ours. */
  renew(identity: TestIdentity): void {
    writeIdentity(this.folder, identity);
  }

  async close(): Promise<void> {
    await Promise.all(this.listeners.map((listener) => listener.stop()));
    this.container.listeBlanche.stop();
    this.container.identity.close();
    await this.container.database.close();
    await this.temporary.drop();
    rmSync(this.folder, { recursive: true });
  }
}

function writeIdentity(folder: string, { cert, key }: TestIdentity): void {
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'cert.pem'), cert);
}

/** Any free port: what the environment cannot say. */
const ANY_PORT = {
  CACHET_MX_PORT: 0,
  CACHET_SUBMISSION_PSC_PORT: 0,
  CACHET_SUBMISSION_AUTHCLI_PORT: 0,
  CACHET_IMAP_PSC_PORT: 0,
  CACHET_IMAP_AUTHCLI_PORT: 0,
  CACHET_MAILEDGE_HEALTH_PORT: 0,
};

function configured(folder: string, databaseUrl: string, fingerprints: readonly string[]): MailedgeConfig {
  const read = loadConfig('mailedge', MAILEDGE_CONFIG, {
    ...Object.fromEntries(Object.keys(ANY_PORT).map((name) => [name, '1'])),
    CACHET_BIND: '127.0.0.1',
    CACHET_DATABASE_URL: databaseUrl,
    CACHET_IGC_CHAIN: join(folder, 'chain.pem'),
    CACHET_IGC_FINGERPRINTS: fingerprints.join(' '),
    CACHET_IGC_CRL_URLS: ' ',
    CACHET_LISTE_BLANCHE_SIGNERS: 'CN=alb.mssante.fr,C=FR',
    CACHET_CLAMD: 'off',
    CACHET_MASTER_KEY: `1:${Buffer.from(TEST_MASTER_KEY.get(1) ?? []).toString('base64')}`,
    CACHET_PSC_ISSUER: 'http://127.0.0.1:9/psc',
    CACHET_MAIL_HOSTNAME: 'mx.cachet.test',
    CACHET_TLS_CERT_FILE: join(folder, 'cert.pem'),
    CACHET_TLS_KEY_FILE: join(folder, 'key.pem'),
    CACHET_DATA_DIR: folder,
    CACHET_BLOB_DIR: join(folder, 'blobs'),
    CACHET_MAX_MESSAGE_BYTES: '100000',
  });
  return { ...read, ...ANY_PORT };
}
