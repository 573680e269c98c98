import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintsOf, IgcTrustStore } from '@cachet/ans';
import type { ActContext, ComplianceEventKind } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { type Database, PgCompliance } from '@cachet/schema';
import { type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { TestIgc } from '@cachet/testkit/pki';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNWATCHED } from './job.js';
import { watchCertificateJob } from './watch-certificate.js';
import { watchChainJob } from './watch-chain.js';
import { watchRevocationListsJob } from './watch-revocation-lists.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Within a second: certificates know whole ones. */
const NOW = new Date(Math.floor(Date.now() / 1000) * 1000 + 500);
const after = (ms: number) => new Date(NOW.getTime() + ms);

let temporary: TemporaryDatabase;
let database: Database;
let operator: TestTenant;
let hospital: TestTenant;
let igc: TestIgc;
let folder: string;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('jobs');
  operator = await TestTenant.create(database, { kind: 'operator' });
  hospital = await TestTenant.create(database);
  igc = await TestIgc.create();
  folder = mkdtempSync(join(tmpdir(), 'cachet-trust-'));
});
afterAll(async () => {
  await temporary.drop();
  rmSync(folder, { recursive: true });
});

function act(at: Date): ActContext {
  const actor = { kind: 'system', name: 'jobs:test' } as const;
  return { actor, means: 'job', at, correlationId: newId(), remoteAddress: null };
}

async function raised(kind: ComplianceEventKind, tenant = operator) {
  const page = await database.withTenant(tenant.context(), (sql) =>
    new PgCompliance(sql).page({ first: 50 }),
  );
  return page.rows.filter((event) => event.kind === kind).reverse();
}

describe('EX_SSI_5085: the renewal of the connector’s certificate', () => {
  it('is asked of the operator 90, 60, 30 and 7 days before its end, once each, and of nobody else', async () => {
    const file = join(folder, 'cert.pem');
    const { cert, dn } = await igc.issue({ cn: 'mx.cachet.test', notAfter: after(100 * DAY) });
    writeFileSync(file, cert);
    const job = watchCertificateJob(database, file);
    for (let day = 0; day < 101; day += 1) await job.run(act(after(day * DAY)), UNWATCHED);
    const events = await raised('certificate.expiresSoon');
    expect(events.map(({ facts, severity }) => [facts.daysLeft, severity])).toEqual([
      [90, 'info'],
      [60, 'info'],
      [30, 'warning'],
      [7, 'critical'],
    ]);
    expect(events[0]?.facts.certificate).toBe(dn);
    expect(await raised('certificate.expiresSoon', hospital)).toEqual([]);
  });

  it('is asked again for the certificate that replaced it', async () => {
    const file = join(folder, 'cert.pem');
    writeFileSync(file, (await igc.issue({ notAfter: after(400 * DAY) })).cert);
    await watchCertificateJob(database, file).run(act(after(345 * DAY)), UNWATCHED);
    expect((await raised('certificate.expiresSoon')).at(-1)?.facts.daysLeft).toBe(54);
  });
});

describe('RE_OPE_5040: the installed chain', () => {
  it('is compared each day with its fingerprints, and the operator told when a byte changed', async () => {
    const file = join(folder, 'chain.pem');
    const fingerprints = fingerprintsOf(igc.chainPem);
    const job = watchChainJob(database, { file, fingerprints });
    writeFileSync(file, igc.chainPem);
    expect(await job.run(act(NOW), UNWATCHED)).toBe('ok');
    writeFileSync(file, (await TestIgc.create()).chainPem);
    expect(await job.run(act(NOW), UNWATCHED)).toBe('chainAltered');
    expect(await job.run(act(after(DAY - 1)), UNWATCHED)).toBe('chainAltered');
    const [event, ...others] = await raised('igc.chainAltered');
    expect(others).toEqual([]);
    expect(event).toMatchObject({ severity: 'critical' });
    expect(event?.facts.differences).toContain(`missing ${fingerprints[0]}`);
    expect(await raised('igc.chainAltered', hospital)).toEqual([]);
    await job.run(act(after(DAY)), UNWATCHED);
    expect(await raised('igc.chainAltered')).toHaveLength(2);
    expect(
      job.nextAt({ lastRunAt: NOW, lastOutcome: 'chainAltered', lastSuccessAt: NOW, failures: 0 }, NOW),
    ).toEqual(after(DAY));
  });
});

describe('EX_OPE_5050: revocation lists that stop coming', () => {
  it('are told to the operator after a day, and again when their time is past', async () => {
    const trust = await IgcTrustStore.load({
      ...{ chainPem: igc.chainPem, crlUrls: igc.crlUrls, ocspUrl: null, cacheFolder: null },
      fetch: igc.fetch,
    });
    let wall = NOW;
    const unreachable = { ...asWatched(trust), refreshCrls: async () => [] };
    expect(
      await watchRevocationListsJob(database, asWatched(trust), () => wall).run(act(wall), UNWATCHED),
    ).toBe('ok');
    const job = watchRevocationListsJob(database, unreachable, () => wall);
    wall = after(23 * HOUR);
    expect(await job.run(act(wall), UNWATCHED)).toBe('ok');
    wall = after(25 * HOUR);
    expect(await job.run(act(wall), UNWATCHED)).toBe('overdue');
    expect(await job.run(act(wall), UNWATCHED)).toBe('ok');
    const events = await raised('igc.revocationOverdue');
    expect(events).toHaveLength(1);
    expect(String(events[0]?.facts.authorities)).toContain('AC ELEMENTAIRE ORGANISATIONS');
    expect(await raised('igc.revocationOverdue', hospital)).toEqual([]);
  });
});

function asWatched(trust: IgcTrustStore) {
  return {
    refreshCrls: () => trust.refreshCrls(),
    revocationLists: (now?: Date) => trust.revocationLists(now),
  };
}
