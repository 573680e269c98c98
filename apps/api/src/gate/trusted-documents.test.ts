import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket } from '../testing/socket.fixture.js';
import { TrustedDocuments } from './trusted-documents.js';

const MANIFEST = new URL('../../../web/src/gql/trusted-documents.json', import.meta.url).pathname;
const texts: Record<string, string> = JSON.parse(readFileSync(MANIFEST, 'utf8'));
const [hash = '', text = ''] =
  Object.entries(texts).find(([, each]) => each.includes('query KeepSession')) ?? [];

let world: ApiWorld;
let tenant: TestTenant;
let session: string;

beforeAll(async () => {
  world = await ApiWorld.start({ trusted: TrustedDocuments.read([MANIFEST], true) });
  tenant = await TestTenant.create(world.database);
  const manager = await tenant.person();
  await tenant.role(manager, 'manager');
  session = await world.signIn(manager);
});
afterAll(() => world.stop());

describe('where the documents of the portal alone are trusted', () => {
  it('a person’s session asks them by their hash, or as they are written', async () => {
    for (const body of [{ documentId: hash }, { documentId: `sha256:${hash}` }, { query: text }]) {
      const { status, errors } = await world.post(JSON.stringify(body), session);
      expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    }
  });

  it('a person’s session asks nothing else, by HTTP or WebSocket', async () => {
    const { status, errors } = await world.ask('{ me { name } }', session);
    expect([status, errors?.[0].extensions.code]).toEqual([403, 'DOCUMENT_NOT_TRUSTED']);
    expect((await world.post(JSON.stringify({ query: `${text} ` }), session)).status).toBe(403);
    for (const documentId of ['0'.repeat(64), '__proto__', '', 'sha256:']) {
      const unknown = await world.post(JSON.stringify({ documentId }), session);
      expect([unknown.status, unknown.errors?.[0].extensions.code]).toEqual([400, 'DOCUMENT_UNKNOWN']);
    }
    const ticket = Object.values(texts).find((each) => each.includes('subscriptionTicket')) ?? '';
    const { data } = await world.ask(ticket, session);
    const authorization = `Bearer ${data.subscriptionTicket}`;
    const socket = openSocket(world.url, { authorization, origin: 'https://portail.example' });
    const own = `subscription { deliveryEvents(structureId: "${tenant.id}") { at } }`;
    expect((await socket.refusalOf(own))[0]?.extensions?.code).toBe('DOCUMENT_NOT_TRUSTED');
    const absent = { documentId: '0'.repeat(64), variables: {} };
    expect((await socket.refusalOf(absent))[0]?.extensions?.code).toBe('DOCUMENT_UNKNOWN');
    const [documentId = ''] =
      Object.entries(texts).find(([, each]) => each.includes('subscription Deliver')) ?? [];
    const strange = { documentId, variables: { structureId: hash.slice(0, 36) } };
    expect((await socket.refusalOf(strange))[0]?.extensions?.code).toBe('notFound');
    await socket.close();
  });

  it('a partner goes on writing its own', async () => {
    const { key } = await tenant.apiKey(['bal:read']);
    expect((await world.ask('{ me { name } }', key)).status).toBe(200);
  });

  it('those of the portal before and of the one after are both known while one replaces the other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cachet-trusted-'));
    const former = '{ me { bals { role } } }';
    const path = join(folder, 'former.json');
    const formerHash = createHash('sha256').update(former).digest('hex');
    writeFileSync(path, JSON.stringify({ [formerHash]: former }));
    const both = TrustedDocuments.read([path, MANIFEST], true);
    expect([both.named(formerHash), both.named(hash)]).toEqual([former, text]);
    expect(both.has(former)).toBe(true);
    rmSync(folder, { recursive: true });
  });

  it('a document that is not that of its hash is taken by nobody', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cachet-trusted-'));
    const path = join(folder, 'trusted.json');
    writeFileSync(path, JSON.stringify({ [hash]: `${text}x` }));
    expect(() => TrustedDocuments.read([MANIFEST, path], true)).toThrow(hash);
    rmSync(folder, { recursive: true });
  });
});

describe('where documents of the portal are known, and others admitted', () => {
  it('a person’s session asks both', async () => {
    const open = await ApiWorld.start({ trusted: TrustedDocuments.read([MANIFEST], false) });
    const home = await TestTenant.create(open.database);
    const manager = await home.person();
    await home.role(manager, 'manager');
    const token = await open.signIn(manager);
    expect((await open.post(JSON.stringify({ documentId: hash }), token)).status).toBe(200);
    expect((await open.ask('{ me { name } }', token)).status).toBe(200);
    await open.stop();
  });
});
