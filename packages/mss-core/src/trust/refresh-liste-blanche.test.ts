import { describe, expect, it } from 'vitest';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { ComplianceEvent, TraceEvent } from '../traceability/index.js';
import { approveListeBlanche } from './approve-liste-blanche.js';
import type { ListeBlancheChange } from './changes-between-lists.js';
import type { VerifiedListeBlanche } from './liste-blanche.js';
import type { ListeBlancheVersion } from './liste-blanche-ports.js';
import type { ListeBlancheRegister, ListeBlancheTools } from './put-list-in-force.js';
import { refreshListeBlanche } from './refresh-liste-blanche.js';
import { staleListeBlancheEvent } from './stale-liste-blanche.js';

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

const IN_FORCE: ListeBlancheVersion = {
  id: 'in-force',
  generatedAt: new Date(MONDAY.getTime() - 25 * HOUR),
  fetchedAt: new Date(MONDAY.getTime() - 24 * HOUR),
  sha256: '99',
  signerDn: 'CN=alb.test,C=FR',
  signerExpiresAt: new Date('2028-01-01T00:00:00Z'),
  domainCount: 100,
  rowCount: 100,
};

/** An operator that has `current` in force, and to whom `published` comes next. */
class Operator {
  readonly versions: ListeBlancheVersion[];
  readonly traces: TraceEvent[] = [];
  readonly events: (ComplianceEvent & { readonly at: Date })[] = [];
  readonly changes: ListeBlancheChange[] = [];
  waiting: { readonly version: ListeBlancheVersion; readonly xml: Uint8Array } | null = null;
  now = MONDAY;
  wallClock = MONDAY;

  constructor(
    public published: Outcome<VerifiedListeBlanche>,
    current: ListeBlancheVersion | null = null,
  ) {
    this.versions = current ? [current] : [];
  }

  refresh() {
    const { published } = this;
    const isAway = !published.ok && published.refusal.code === 'listeBlancheUnreachable';
    const source = { fetch: async () => (isAway ? published : done(new Uint8Array())) };
    return refreshListeBlanche(this.context(), { ...this.tools(), source });
  }

  approve(sha256: string) {
    return approveListeBlanche(this.context(), this.tools(), sha256);
  }

  get told(): readonly string[] {
    return this.events.map(({ kind }) => kind);
  }

  private context(): ActContext {
    return {
      actor: { kind: 'system', name: 'test' },
      means: 'job',
      at: this.now,
      correlationId: 'c',
      remoteAddress: null,
    };
  }

  private tools(): ListeBlancheTools {
    return {
      verifier: { verify: async () => this.published, rowsOf: async () => done(list().rows) },
      newId: () => `version-${this.versions.length + 1}`,
      wallClock: () => this.wallClock,
      register: (work) => work(this.register()),
    };
  }

  private register(): ListeBlancheRegister {
    return {
      versions: {
        hold: async () => undefined,
        latest: async () => this.versions.at(-1) ?? null,
        keep: async (version, _, changes) => {
          this.versions.push(version);
          this.changes.push(...changes);
        },
        xmlOf: async () => new Uint8Array(),
      },
      pending: {
        read: async () => this.waiting,
        put: async (version, xml) => {
          this.waiting = { version, xml };
        },
        clear: async () => {
          this.waiting = null;
        },
      },
      journal: { record: async (more) => void this.traces.push(...more) },
      compliance: {
        raise: async (more) => void this.events.push(...more.map((event) => ({ ...event, at: this.now }))),
        lastOf: async (kind) => this.events.findLast((event) => event.kind === kind) ?? null,
      },
    };
  }
}

const operator = (published: Outcome<VerifiedListeBlanche>, current: ListeBlancheVersion | null = null) =>
  new Operator(published, current);

describe('EX_2.2_5010: the list is renewed each day', () => {
  it('puts the first list in force, traces it and announces it', async () => {
    const one = operator(done(list()));
    expect(await one.refresh()).toMatchObject({
      ok: true,
      value: { isNew: true, version: { domainCount: 100 } },
    });
    expect(one.versions).toMatchObject([{ id: 'version-1', fetchedAt: MONDAY, sha256: 'aa', rowCount: 100 }]);
    expect(one.traces).toMatchObject([{ kind: 'listeBlanche.accepted', outcome: 'ok' }]);
    expect(one.events).toMatchObject([{ kind: 'listeBlanche.published', severity: 'info' }]);
  });

  it('keeps no second copy of a list that has not changed, and still traces the day’s check', async () => {
    const one = operator(done(list({ sha256: '99', generatedAt: IN_FORCE.generatedAt })), IN_FORCE);
    expect(await one.refresh()).toMatchObject({
      ok: true,
      value: { isNew: false, version: { id: 'in-force' } },
    });
    expect(one.versions).toEqual([IN_FORCE]);
    expect(one.traces).toMatchObject([{ kind: 'listeBlanche.accepted', facts: { isNew: false } }]);
    expect(one.events).toEqual([]);
  });

  it('accepts a list that loses a fifth of its domains and no more', async () => {
    expect(await operator(done(list({ domains: 80 })), IN_FORCE).refresh()).toMatchObject({ ok: true });
  });

  it('warns when the signer changes and when its certificate ends soon', async () => {
    const next = list({
      signerDn: 'CN=alb2.test,C=FR',
      signerExpiresAt: new Date(MONDAY.getTime() + 20 * 24 * HOUR),
    });
    const one = operator(done(next), IN_FORCE);
    await one.refresh();
    expect(one.events.map((event) => event.kind)).toEqual([
      'listeBlanche.published',
      'listeBlanche.signerChanged',
      'listeBlanche.signerExpiresSoon',
    ]);
    expect(one.events.at(-1)?.facts).toMatchObject({ daysLeft: 20 });
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
    [
      'with a wrong signature',
      refused('listeBlancheRefused', { objection: 'signatureInvalid' }),
      'signatureInvalid',
    ],
  ])('refuses a list %s, and says so', async (_, received, objection) => {
    const one = operator(received, IN_FORCE);
    expect(await one.refresh()).toMatchObject({ ok: false, refusal: { detail: { objection } } });
    expect(one.versions).toEqual([IN_FORCE]);
    expect(one.traces).toMatchObject([
      { kind: 'listeBlanche.refused', outcome: 'listeBlancheRefused', facts: { objection } },
    ]);
    expect(one.events).toMatchObject([{ kind: 'listeBlanche.refused', severity: 'critical' }]);
  });

  it('says that the list could not be had, and goes on with the last', async () => {
    const one = operator(refused('listeBlancheUnreachable'), IN_FORCE);
    expect(await one.refresh()).toMatchObject({ ok: false, refusal: { code: 'listeBlancheUnreachable' } });
    expect(one.versions).toEqual([IN_FORCE]);
    expect(one.traces).toMatchObject([{ outcome: 'listeBlancheUnreachable' }]);
    expect(one.events).toMatchObject([{ kind: 'listeBlanche.unreachable', severity: 'warning' }]);
  });
});

describe('C04: a list that loses more than a fifth waits for a person’s yes', () => {
  const amputated = (domains = 79, sha256 = 'amputated') => done(list({ domains, sha256 }));

  it.each<[string, Outcome<VerifiedListeBlanche>]>([
    ['domains', amputated()],
    [
      'rows',
      done(
        list({
          rows: Array.from({ length: 79 }, (_, n) => ({ domain: `d${n}.mssante.fr`, dn: 'CN=x,C=FR' })),
        }),
      ),
    ],
  ])('of its %s', async (_, published) => {
    const one = operator(published, IN_FORCE);
    expect(await one.refresh()).toMatchObject({ ok: false, refusal: { detail: { objection: 'shrunk' } } });
    expect(one.versions).toEqual([IN_FORCE]);
    expect(one.waiting?.version).toMatchObject({ domainCount: 79 });
    expect(one.events).toMatchObject([
      {
        kind: 'listeBlanche.awaitsApproval',
        severity: 'critical',
        facts: { domains: 79, formerDomains: 100 },
      },
    ]);
    await one.refresh();
    expect(one.told).toEqual(['listeBlanche.awaitsApproval']);
  });

  it('then is in force, traced with who said it and with what it changed', async () => {
    const one = operator(amputated(), IN_FORCE);
    await one.refresh();
    expect(await one.approve('amputated')).toMatchObject({ ok: true, value: { isNew: true } });
    expect(one.versions.at(-1)).toMatchObject({ sha256: 'amputated', domainCount: 79 });
    expect(one.waiting).toBeNull();
    expect(one.traces.map(({ kind }) => kind)).toEqual([
      'listeBlanche.refused',
      'listeBlanche.approved',
      'listeBlanche.accepted',
    ]);
    expect(one.changes).toHaveLength(21);
    expect(one.events.at(-1)).toMatchObject({
      kind: 'listeBlanche.published',
      facts: { domainsRemoved: 21 },
    });
  });

  it('and the yes is to that list, not to another, and not twice', async () => {
    const one = operator(amputated(), IN_FORCE);
    expect(await one.approve('amputated')).toMatchObject({ refusal: { code: 'listeBlancheNotPending' } });
    await one.refresh();
    expect(await one.approve('another')).toMatchObject({ refusal: { code: 'listeBlancheNotPending' } });
    await one.approve('amputated');
    expect(await one.approve('amputated')).toMatchObject({ refusal: { code: 'listeBlancheNotPending' } });
  });

  it.each<[string, Outcome<VerifiedListeBlanche>, string]>([
    [
      'its signer was revoked since',
      refused('listeBlancheRefused', { objection: 'signerCertificate' }),
      'signerCertificate',
    ],
    ['it holds no domain', done(list({ domains: 0, sha256: 'amputated' })), 'empty'],
    [
      'a newer one came in force since',
      done(
        list({
          domains: 79,
          sha256: 'amputated',
          generatedAt: new Date(IN_FORCE.generatedAt.getTime() - 1),
        }),
      ),
      'rollback',
    ],
    ['its bytes are no longer those that waited', amputated(79, 'altered'), 'contentAltered'],
  ])('nor does a yes help when %s', async (_, judgedNow, objection) => {
    const one = operator(amputated(), IN_FORCE);
    await one.refresh();
    one.published = judgedNow;
    expect(await one.approve('amputated')).toMatchObject({ ok: false, refusal: { detail: { objection } } });
    expect(one.versions).toEqual([IN_FORCE]);
  });

  it('and waits no more once a whole list came', async () => {
    const one = operator(amputated(), IN_FORCE);
    await one.refresh();
    one.published = done(list());
    await one.refresh();
    expect(one.waiting).toBeNull();
  });
});

describe('what the operator is told', () => {
  it('is the same trouble once a day, and another at once', async () => {
    const one = operator(refused('listeBlancheUnreachable'), IN_FORCE);
    for (let hour = 0; hour < 24; hour += 1) {
      one.now = new Date(MONDAY.getTime() + hour * HOUR);
      await one.refresh();
    }
    expect(one.told).toEqual(['listeBlanche.unreachable']);
    one.published = refused('listeBlancheRefused', { objection: 'unsigned' });
    await one.refresh();
    one.published = refused('listeBlancheRefused', { objection: 'dtd' });
    await one.refresh();
    await one.refresh();
    one.now = new Date(MONDAY.getTime() + 48 * HOUR);
    await one.refresh();
    expect(one.told).toEqual([
      'listeBlanche.unreachable',
      'listeBlanche.refused',
      'listeBlanche.refused',
      'listeBlanche.refused',
    ]);
    expect(one.traces).toHaveLength(28);
  });

  it('EX_2.2_5050: is the nearing end of the signer’s certificate at 90, 60, 30 and 7 days, by the wall clock', async () => {
    const ends = new Date('2028-01-01T00:00:00Z');
    const one = operator(done(list({ sha256: '99', generatedAt: IN_FORCE.generatedAt })), IN_FORCE);
    for (let days = 100; days >= 0; days -= 1) {
      one.wallClock = new Date(ends.getTime() - days * 24 * HOUR);
      await one.refresh();
    }
    expect(one.events.map(({ kind, facts, severity }) => [kind, facts.daysLeft, severity])).toEqual([
      ['listeBlanche.signerExpiresSoon', 90, 'info'],
      ['listeBlanche.signerExpiresSoon', 60, 'info'],
      ['listeBlanche.signerExpiresSoon', 30, 'warning'],
      ['listeBlanche.signerExpiresSoon', 7, 'critical'],
    ]);
  });

  it('EX_2.2_5050: is a new certificate of the same signer', async () => {
    const one = operator(done(list({ signerExpiresAt: new Date('2030-01-01T00:00:00Z') })), IN_FORCE);
    await one.refresh();
    expect(one.events.at(-1)).toMatchObject({ kind: 'listeBlanche.signerChanged', severity: 'info' });
  });

  it('EX_2.2_5035: is that no valid list came for 36 hours, once for a list', () => {
    const after = (hours: number) => new Date(IN_FORCE.fetchedAt.getTime() + hours * HOUR);
    expect(staleListeBlancheEvent(IN_FORCE, after(36), null)).toBeNull();
    const alarm = staleListeBlancheEvent(IN_FORCE, after(37), null);
    expect(alarm).toMatchObject({ kind: 'listeBlanche.stale', severity: 'critical', facts: { hours: 37 } });
    expect(staleListeBlancheEvent(IN_FORCE, after(60), alarm)).toBeNull();
    expect(staleListeBlancheEvent({ ...IN_FORCE, sha256: 'next' }, after(60), alarm)).not.toBeNull();
  });
});
