import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintsOf } from '@cachet/ans';
import { createLogger, readiness } from '@cachet/runtime';
import { type TemporaryDatabase, temporaryDatabase } from '@cachet/testkit';
import { TestIgc } from '@cachet/testkit/pki';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailedgeConfig } from './config.js';
import { type Container, openContainer } from './container.js';
import { readinessChecks } from './health/checks.js';
import { measure } from './health/meter.js';
import { type Listener, openListeners } from './listeners.js';

let temporary: TemporaryDatabase;
let folder: string;
let container: Container;
let listeners: readonly Listener[];

beforeAll(async () => {
  temporary = await temporaryDatabase();
  folder = mkdtempSync(join(tmpdir(), 'cachet-mailedge-'));
  const igc = await TestIgc.create();
  const { cert, key } = await igc.issue();
  writeFileSync(join(folder, 'chain.pem'), igc.chainPem);
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  container = await openContainer(configuration(), createLogger('mailedge-test', 'silent'));
  await container.listeBlanche.start();
  listeners = await openListeners(container);
});

afterAll(async () => {
  await Promise.all(listeners.map((listener) => listener.stop()));
  container.listeBlanche.stop();
  container.identity.close();
  await container.database.close();
  await temporary.drop();
  rmSync(folder, { recursive: true });
});

function configuration(): MailedgeConfig {
  return {
    CACHET_BIND: '127.0.0.1',
    CACHET_DATABASE_URL: temporary.appUrl,
    CACHET_BUSINESS_CLOCK_FILE: undefined,
    CACHET_DNS_SERVERS: [],
    CACHET_IGC_CHAIN: join(folder, 'chain.pem'),
    CACHET_IGC_FINGERPRINTS: [...fingerprintsOf(readFileSync(join(folder, 'chain.pem'), 'utf8'))],
    CACHET_IGC_CRL_URLS: [],
    CACHET_IGC_OCSP_URL: undefined,
    CACHET_LISTE_BLANCHE_SIGNERS: ['CN=alb.mssante.fr,C=FR'],
    CACHET_PSC_ISSUER: 'http://127.0.0.1:9/psc',
    CACHET_PSC_METADATA_URL: undefined,
    CACHET_PSC_MIN_ACR: 'eidas1',
    CACHET_MAIL_HOSTNAME: 'mx.cachet.test',
    CACHET_MX_PORT: 0,
    CACHET_SUBMISSION_PSC_PORT: 0,
    CACHET_SUBMISSION_AUTHCLI_PORT: 0,
    CACHET_IMAP_PSC_PORT: 0,
    CACHET_IMAP_AUTHCLI_PORT: 0,
    CACHET_MAILEDGE_HEALTH_PORT: 0,
    CACHET_TLS_CERT_FILE: join(folder, 'cert.pem'),
    CACHET_TLS_KEY_FILE: join(folder, 'key.pem'),
    CACHET_DATA_DIR: folder,
    CACHET_OUTBOUND_SMTP_PORT: 25,
    CACHET_MAX_MESSAGE_BYTES: 100_000,
    CACHET_SESSION_IDLE: 60_000,
    CACHET_SESSION_MAX: 60_000,
    CACHET_AUTH_RATE: true,
  };
}

/** What a listener says first to whoever connects. */
function greetingOf({ port }: Listener): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.once('data', (bytes) => {
      socket.destroy();
      resolve(bytes.toString('latin1'));
    });
  });
}

describe('the mail edge, assembled', () => {
  it('greets on its five entries', async () => {
    const greetings = await Promise.all(
      listeners.map(async (listener) => [listener.name, (await greetingOf(listener)).slice(0, 4)]),
    );
    expect(greetings).toEqual([
      ['mx', '220 '],
      ['submission', '220 '],
      ['submissionAuthcli', '220 '],
      ['imap', '* OK'],
      ['imapAuthcli', '* OK'],
    ]);
  });

  it('says in /readyz that it cannot take letters before it has a liste blanche', async () => {
    const { status, checks } = await readiness(readinessChecks(container));
    expect(status).toBe('unavailable');
    expect(checks).toContainEqual(expect.objectContaining({ name: 'postgres', ok: true }));
    expect(checks).toContainEqual(
      expect.objectContaining({ name: 'listeBlanche', ok: false, required: true }),
    );
    expect(checks).toContainEqual(expect.objectContaining({ name: 'psc', ok: false, required: false }));
  });

  it('tells its figures', async () => {
    measure(container.metrics, {
      sessions: () => ({ mx: 2 }),
      queueDepth: () => Promise.reject(new Error('no database')),
      listeBlancheDomains: () => 0,
      certificateExpiresAt: () => container.identity.expiresAt(),
    });
    container.smtp.meter.refused('mx', 550);
    const text = await container.metrics.metrics();
    expect(text).toContain('cachet_sessions{entry="mx",app="mailedge"} 2');
    expect(text).toContain('cachet_smtp_refused_total{entry="mx",code="550",app="mailedge"} 1');
    expect(text).toMatch(/cachet_outbound_queue_depth\{app="mailedge"\} nan/i);
  });
});
