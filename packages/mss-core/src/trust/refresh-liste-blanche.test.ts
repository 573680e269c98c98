import { describe, expect, it } from 'vitest';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { ComplianceEvent, TraceEvent } from '../traceability/index.js';
import type { VerifiedListeBlanche } from './liste-blanche.js';
import type { ListeBlancheVersion } from './liste-blanche-ports.js';
import { refreshListeBlanche } from './refresh-liste-blanche.js';

const MONDAY = new Date('2026-03-02T06:00:00Z');
const HOUR = 3_600_000;

function list(
  change: Partial<VerifiedListeBlanche> & { readonly domains?: number } = {},
): VerifiedListeBlanche {
  const { domains = 100, ...rest } = change;
  return {
    generatedAt: new Date(MONDAY.getTime() - HOUR),
    signerDn: 'CN=alb.test,C=FR',
    signerExpiresAt: new Date('2028-01-01T00:00:00Z'),
    sha256: 'aa',
    rows: Array.from({ length: domains }, (_, index) => ({
      domain: `d${index}.mssante.fr`,
      dn: 'CN=x,C=FR',
    })),
    ...rest,
  };
}

/** An operator that published `current`, and to whom `received` comes next. */
function operator(received: Outcome<VerifiedListeBlanche>, current: ListeBlancheVersion | null = null) {
  const versions: ListeBlancheVersion[] = current ? [current] : [];
  const traces: TraceEvent[] = [];
  const events: ComplianceEvent[] = [];
  const context: ActContext = {
    actor: { kind: 'system', name: 'test' },
    means: 'job',
    at: MONDAY,
    correlationId: 'c',
    remoteAddress: null,
  };
  const refresh = () =>
    refreshListeBlanche(context, {
      source: {
        fetch: async () =>
          received.ok || received.refusal.code !== 'listeBlancheUnreachable'
            ? done(new Uint8Array())
            : received,
      },
      verifier: { verify: async () => received },
      newId: () => `version-${versions.length + 1}`,
      register: (work) =>
        work({
          versions: {
            latest: async () => versions.at(-1) ?? null,
            keep: async (version) => void versions.push(version),
            xmlOf: async () => null,
          },
          journal: { record: async (more) => void traces.push(...more) },
          compliance: { raise: async (more) => void events.push(...more) },
        }),
    });
  return { refresh, versions, traces, events };
}

const IN_FORCE: ListeBlancheVersion = {
  id: 'in-force',
  generatedAt: new Date(MONDAY.getTime() - 25 * HOUR),
  fetchedAt: new Date(MONDAY.getTime() - 24 * HOUR),
  sha256: '99',
  signerDn: 'CN=alb.test,C=FR',
  domainCount: 100,
  rowCount: 100,
};

describe('EX_2.2_5010: the list is renewed each day', () => {
  it('puts the first list in force, traces it and announces it', async () => {
    const { refresh, versions, traces, events } = operator(done(list()));
    expect(await refresh()).toMatchObject({
      ok: true,
      value: { isNew: true, version: { domainCount: 100 } },
    });
    expect(versions).toMatchObject([{ id: 'version-1', fetchedAt: MONDAY, sha256: 'aa', rowCount: 100 }]);
    expect(traces).toMatchObject([{ kind: 'listeBlanche.accepted', outcome: 'ok' }]);
    expect(events).toMatchObject([{ kind: 'listeBlanche.published', severity: 'info' }]);
  });

  it('keeps no second copy of a list that has not changed, and still traces the day’s check', async () => {
    const { refresh, versions, traces, events } = operator(
      done(list({ sha256: '99', generatedAt: IN_FORCE.generatedAt })),
      IN_FORCE,
    );
    expect(await refresh()).toMatchObject({ ok: true, value: { isNew: false, version: { id: 'in-force' } } });
    expect(versions).toEqual([IN_FORCE]);
    expect(traces).toMatchObject([{ kind: 'listeBlanche.accepted', facts: { isNew: false } }]);
    expect(events).toEqual([]);
  });

  it('accepts a list that loses a fifth of its domains and no more', async () => {
    expect(await operator(done(list({ domains: 80 })), IN_FORCE).refresh()).toMatchObject({ ok: true });
  });

  it('warns when the signer changes and when its certificate ends soon', async () => {
    const next = list({
      signerDn: 'CN=alb2.test,C=FR',
      signerExpiresAt: new Date(MONDAY.getTime() + 20 * 24 * HOUR),
    });
    const { refresh, events } = operator(done(next), IN_FORCE);
    await refresh();
    expect(events.map((event) => event.kind)).toEqual([
      'listeBlanche.published',
      'listeBlanche.signerChanged',
      'listeBlanche.signerExpiresSoon',
    ]);
    expect(events.at(-1)?.facts).toEqual({ daysLeft: 20 });
  });
});

describe('EX_2.2_5035: whatever comes, the last valid list stays in force', () => {
  it.each<[string, Outcome<VerifiedListeBlanche>, string]>([
    [
      'older than the one in force',
      done(list({ generatedAt: new Date(IN_FORCE.generatedAt.getTime() - 1) })),
      'rollback',
    ],
    ['dated two days ahead', done(list({ generatedAt: new Date(MONDAY.getTime() + 48 * HOUR) })), 'future'],
    ['without any domain', done(list({ domains: 0 })), 'empty'],
    ['that lost more than a fifth of its domains', done(list({ domains: 79 })), 'shrunk'],
    [
      'that lost more than a fifth of its rows',
      done(list({ domains: 79, rows: [...list().rows.slice(0, 79)] })),
      'shrunk',
    ],
    [
      'with a wrong signature',
      refused('listeBlancheRefused', { objection: 'signatureInvalid' }),
      'signatureInvalid',
    ],
  ])('refuses a list %s, and says so', async (_, received, objection) => {
    const { refresh, versions, traces, events } = operator(received, IN_FORCE);
    expect(await refresh()).toMatchObject({ ok: false, refusal: { detail: { objection } } });
    expect(versions).toEqual([IN_FORCE]);
    expect(traces).toMatchObject([
      { kind: 'listeBlanche.refused', outcome: 'listeBlancheRefused', facts: { objection } },
    ]);
    expect(events).toMatchObject([{ kind: 'listeBlanche.refused', severity: 'critical' }]);
  });

  it('says that the list could not be had, and goes on with the last', async () => {
    const { refresh, versions, traces, events } = operator(refused('listeBlancheUnreachable'), IN_FORCE);
    expect(await refresh()).toMatchObject({ ok: false, refusal: { code: 'listeBlancheUnreachable' } });
    expect(versions).toEqual([IN_FORCE]);
    expect(traces).toMatchObject([{ outcome: 'listeBlancheUnreachable' }]);
    expect(events).toMatchObject([{ kind: 'listeBlanche.unreachable', severity: 'warning' }]);
  });
});
