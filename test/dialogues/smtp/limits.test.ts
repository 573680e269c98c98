import { afterEach, describe, expect, it } from 'vitest';
import { EdgeUnderTest } from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

let edge: EdgeUnderTest | null = null;

afterEach(async () => {
  await edge?.stop();
  edge = null;
});

const LONG = 60_000;

describe('EX_LPS_1000: how long a session lasts', () => {
  it('ends when it stays silent', async () => {
    edge = await EdgeUnderTest.start({ limits: { toTlsMs: LONG, idleMs: 300, sessionMs: LONG } });
    for (const port of [edge.submissionPort, edge.applicativePort]) {
      const client = await RawSmtpClient.secured(port, null);
      expect(await client.untilClosed()).toBe('421 4.4.2 Idle for too long, closing');
    }
  });

  it('goes on as long as commands come, but not beyond its maximum', async () => {
    edge = await EdgeUnderTest.start({ limits: { toTlsMs: LONG, idleMs: 600, sessionMs: 1500 } });
    const client = await RawSmtpClient.secured(edge.submissionPort, null);
    const began = performance.now();
    let said = '250';
    while (said.startsWith('250')) {
      said = await client.ask('NOOP').catch(() => client.untilClosed());
    }
    expect(said).toBe('421 4.7.0 Session has lasted its maximum time');
    expect(performance.now() - began).toBeGreaterThan(1000);
  });

  it('does not wait for ever for TLS, however slowly its client talks', async () => {
    edge = await EdgeUnderTest.start({ limits: { toTlsMs: 500, idleMs: LONG, sessionMs: LONG } });
    const client = await RawSmtpClient.connect(edge.mxPort);
    const drip = setInterval(() => client.send('N'), 50);
    expect(await client.untilClosed()).toContain('421 4.4.2 ');
    clearInterval(drip);
  });
});

describe('how many come at once', () => {
  it('is limited for one address, and told', async () => {
    edge = await EdgeUnderTest.start({ maxConnectionsPerAddress: 3 });
    const clients = await Promise.all([1, 2, 3].map(() => RawSmtpClient.connect(edge?.mxPort ?? 0)));
    for (const client of clients) expect(await client.reply()).toMatch(/^220 /);
    const fourth = await RawSmtpClient.connect(edge.mxPort);
    expect(await fourth.untilClosed()).toBe('421 4.7.0 Too many connections');
    clients[0]?.close();
    await clients[0]?.untilClosed();
    const next = await RawSmtpClient.connect(edge.mxPort);
    expect(await next.reply()).toMatch(/^220 /);
  });
});

describe('stopping', () => {
  it('says so to whoever is idle, and to whoever comes next with a command', async () => {
    edge = await EdgeUnderTest.start();
    const idle = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await idle.ask('EHLO mx.peer.test');
    const stopped = edge.stop();
    edge = null;
    expect(await idle.untilClosed()).toBe('421 4.3.2 Service shutting down');
    await stopped;
  });
});
