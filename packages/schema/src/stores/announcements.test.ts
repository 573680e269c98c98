import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { parseUuid } from '@cachet/mss-core';
import {
  address,
  fictionalIdNat,
  NOON,
  publishTerms,
  type TemporaryDatabase,
  TestTenant,
  temporaryDatabase,
} from '@cachet/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHANGE_CHANNEL, CHANGE_TOPICS } from '../change.js';
import type { Database } from '../database.js';
import { PgApiKeys } from './pg-api-keys.js';
import { PgCompliance } from './pg-compliance.js';
import { PgDeliveries } from './pg-deliveries.js';
import { PgListeBlancheVersions } from './pg-liste-blanche-versions.js';
import { PgOperations } from './pg-operations.js';
import { PgPortalSessions } from './pg-portal-sessions.js';
import { PgSecours } from './pg-secours.js';
import { PgWebhooks } from './pg-webhooks.js';

let temporary: TemporaryDatabase;
let database: Database;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
});
afterAll(() => temporary.drop());

it('announcements of every store carry a topic and ids, never an address, a name or a number of a person', async () => {
  const listener = new Client({ connectionString: temporary.adminUrl });
  const payloads: string[] = [];
  listener.on('notification', ({ payload }) => void payloads.push(payload ?? ''));
  await listener.connect();
  await listener.query(`listen ${CHANGE_CHANNEL}`);

  await everyAnnouncingAct();
  await listener.query('select 1');
  await expect.poll(() => payloads.length).toBeGreaterThanOrEqual(7);
  await listener.end();

  const topics = new Set<string>();
  for (const payload of payloads) {
    const told: unknown = JSON.parse(payload);
    expect(told).toEqual({
      topic: expect.toSatisfy((topic) => CHANGE_TOPICS.includes(topic)),
      tenant: expect.toSatisfy((tenant) => tenant === null || parseUuid(tenant) === tenant),
      id: expect.toSatisfy((id) => parseUuid(id) === id),
    });
    topics.add((told as { topic: string }).topic);
  }
  // Folders, room taken in a BAL and letters that it answers by itself are announced by the mail store, which has its own test.
  const byMailStore = new Set(['folder', 'folders', 'quota', 'reply']);
  expect(topics).toEqual(new Set(CHANGE_TOPICS.filter((topic) => !byMailStore.has(topic))));
});

async function everyAnnouncingAct(): Promise<void> {
  const tenant = await TestTenant.create(database);
  await publishTerms(database);
  const anne = await tenant.person();
  const bal = await tenant.bal({ address: 'anne.martin', responsible: anne });
  const id = randomUUID();
  const key = await tenant.apiKey(['bal:read']);
  await database.withTenant(tenant.context(), async (sql) => {
    const deliveries = new PgDeliveries(sql);
    await deliveries.add([
      {
        id,
        direction: 'outbound',
        balId: bal.id,
        messageId: randomUUID(),
        sender: bal.address,
        recipient: address('paul@pair.mssante.fr'),
        size: 1,
        state: 'queued',
      },
    ]);
    const refusal = { state: 'failed', code: 550, text: 'paul@pair.mssante.fr unknown' } as const;
    await deliveries.recordAttempt(id, {
      ...refusal,
      remoteHost: 'mx.pair.mssante.fr',
      tls: null,
      nextAttemptAt: null,
      ...{ cause: 'recipientRejected', hasExpired: false },
    });
    await new PgSecours(sql).turn(true);
    await new PgApiKeys(sql).revoke(key.id);
    const choice = { url: 'https://hook.partenaire.fr/secret', description: 'Anne', kinds: ['bal'] } as const;
    await new PgWebhooks(sql).add(randomUUID(), choice, randomBytes(8));
    const asked = { kind: 'balOpening', isRehearsal: false, onlyIfAllValid: false, undoes: null } as const;
    const rows = [{ number: 1, key: bal.address, cells: { nom: 'Martin' }, refusal: null }];
    await new PgOperations(sql).add(randomUUID(), { ...asked, fileName: 'anne.csv' }, 'doing', rows);
    await new PgCompliance(sql).raise([
      { kind: 'listeBlanche.refused', severity: 'critical', facts: { reason: 'signature' } },
    ]);
  });
  const tokenHash = createHash('sha256').update(randomBytes(32)).digest();
  await database.shared(async (sql) => {
    const sessions = new PgPortalSessions(sql);
    const person = { idNat: fictionalIdNat(), name: 'Anne Martin', acr: null };
    await sessions.open(
      { id: randomUUID(), tokenHash, createdAt: NOON, expiresAt: new Date(NOON.getTime() + 1) },
      person,
    );
    await sessions.end(tokenHash, NOON);
    const version = {
      id: randomUUID(),
      generatedAt: NOON,
      fetchedAt: NOON,
      sha256: '',
      signerDn: 'CN=fictif',
      signerExpiresAt: null,
      domainCount: 0,
      rowCount: 0,
    };
    await new PgListeBlancheVersions(sql).keep(version, new Uint8Array(), []);
  });
}
