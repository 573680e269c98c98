import { describe, expect, it } from 'vitest';
import { eventOfCompliance, eventOfTrace } from './told-event.js';

const ID = '0190b6d0-0000-7000-8000-000000000001';
const BAL = '0190b6d0-0000-7000-8000-000000000002';

describe('what is told of an act', () => {
  it('is ids and words of closed lists, never an address, a name or a number of a person', () => {
    const facts = { idNat: '899700000000', role: 'delegate', mayRead: true, address: 'a@b.mssante.fr', n: 3 };
    expect(eventOfTrace({ kind: 'access.granted', outcome: 'ok', balId: BAL, facts })).toEqual({
      ...{ kind: 'rights', type: 'access.granted', subjectId: BAL, balId: BAL },
      facts: { role: 'delegate', mayRead: true },
    });
  });

  it('names the thing itself when the trace does', () => {
    const facts = { apiKeyId: ID, name: 'Logiciel', prefix: 'mss_live_' };
    expect(eventOfTrace({ kind: 'apiKey.created', outcome: 'ok', facts })).toEqual({
      ...{ kind: 'rights', type: 'apiKey.created', subjectId: ID, balId: null },
      facts: { apiKeyId: ID },
    });
  });

  it('leaves a sentence out even under the name of a word', () => {
    const told = eventOfTrace({
      kind: 'bal.created',
      outcome: 'ok',
      balId: BAL,
      facts: { state: 'Mme X est malade' },
    });
    expect(told?.facts).toEqual({});
  });

  it('is nothing where somebody reads, signs in, sends or is refused', () => {
    for (const kind of ['message.read', 'session.opened', 'message.submitted', 'delivery.held'] as const)
      expect(eventOfTrace({ kind, outcome: 'ok' })).toBeNull();
    expect(eventOfTrace({ kind: 'bal.created', outcome: 'addressTaken' })).toBeNull();
  });

  it('is of a BAL that fills up the threshold it reached, and no size', () => {
    const facts = { level: 80, usedBytes: 83_000, quotaBytes: 100_000 };
    expect(eventOfTrace({ kind: 'quota.reached', outcome: 'ok', balId: BAL, facts })).toEqual({
      ...{ kind: 'bal', type: 'quota.reached', subjectId: BAL, balId: BAL },
      facts: { level: '80' },
    });
  });

  it('is of a compliance event its id and severity', () => {
    const event = { kind: 'listeBlanche.refused', severity: 'critical', facts: { reason: 'x' } } as const;
    expect(eventOfCompliance(ID, event)).toEqual({
      ...{ kind: 'whitelist', type: 'listeBlanche.refused', subjectId: ID, balId: null },
      facts: { severity: 'critical' },
    });
    expect(eventOfCompliance(ID, { ...event, kind: 'malware.found' }).kind).toBe('incident');
  });
});
