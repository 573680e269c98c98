import { once } from 'node:events';
import { connect } from 'node:net';
import { readiness } from '@cachet/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from './container.js';
import { readinessChecks } from './health/checks.js';
import { measure } from './health/meter.js';
import { type Listener, openListeners } from './listeners.js';
import { AssembledEdge } from './testing/assembled-edge.fixture.js';

let edge: AssembledEdge;
let container: Container;
let listeners: readonly Listener[];

beforeAll(async () => {
  edge = await AssembledEdge.open();
  ({ container, listeners } = edge);
});

afterAll(() => edge.close());

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

function portOf(opened: readonly Listener[], name: Listener['name']): number {
  return opened.find((listener) => listener.name === name)?.port ?? 0;
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

  it('shares its ports with another process that was told to, and with no other', async () => {
    const sharing = (ports: Partial<Container['config']>): Container => ({
      ...container,
      config: { ...container.config, ...ports, CACHET_MAILEDGE_SHARES_PORTS: true },
    });
    const first = await openListeners(sharing({}));
    const ports = {
      CACHET_MX_PORT: portOf(first, 'mx'),
      CACHET_SUBMISSION_PSC_PORT: portOf(first, 'submission'),
      CACHET_SUBMISSION_AUTHCLI_PORT: portOf(first, 'submissionAuthcli'),
      CACHET_IMAP_PSC_PORT: portOf(first, 'imap'),
      CACHET_IMAP_AUTHCLI_PORT: portOf(first, 'imapAuthcli'),
    };
    const alone = { ...container, config: { ...container.config, ...ports } };
    await expect(openListeners(alone)).rejects.toThrow(/port/i);
    const second = await openListeners(sharing(ports));
    const clients = Array.from({ length: 60 }, () => connect(ports.CACHET_MX_PORT, '127.0.0.1'));
    await Promise.all(clients.map((client) => once(client, 'data')));
    const counts = [first, second].map((opened) => opened.find(({ name }) => name === 'mx')?.sessions() ?? 0);
    expect(counts.reduce((sum, count) => sum + count)).toBe(60);
    // The kernel draws by the client's port: sixty times the same is nothing anybody will see.
    expect(Math.min(...counts)).toBeGreaterThan(0);
    for (const client of clients) client.destroy();
    await Promise.all([...first, ...second].map((listener) => listener.stop()));
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
