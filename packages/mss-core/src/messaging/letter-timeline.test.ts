import { describe, expect, it } from 'vitest';
import { DELIVERY_CAUSES } from './delivery-causes.js';
import { type KeptStep, letterTimeline } from './letter-timeline.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute));

const step = (minute: number, state: KeptStep['state'], met: Partial<KeptStep> = {}): KeptStep => ({
  ...{ at: at(minute), state, code: null, text: null, remoteHost: null, cause: null, hasExpired: false },
  ...met,
});

const kindsOf = (steps: readonly KeptStep[], reports: Parameters<typeof letterTimeline>[2] = []) =>
  letterTimeline(at(0), steps, reports).map(({ kind }) => kind);

describe('what a sender is told of a letter', () => {
  it('begins with its acceptance, and tells a letter delivered here from one handed to another operator', () => {
    expect(kindsOf([step(0, 'queued')])).toEqual(['accepted']);
    expect(kindsOf([step(0, 'delivered')])).toEqual(['accepted', 'delivered']);
    expect(kindsOf([step(0, 'queued'), step(1, 'delivered', { remoteHost: 'mx.pair' })])).toEqual([
      'accepted',
      'relayed',
    ]);
  });

  it('RE_GBM_4410: says why it waits, why it was refused and what to do, in French', () => {
    const waits = { cause: 'peerBusy', code: 451, text: 'later', remoteHost: 'mx.pair' } as const;
    const refusal = { cause: 'recipientRejected', code: 550, text: 'no such user' } as const;
    const [, delayed, refused] = letterTimeline(
      at(0),
      [step(0, 'queued'), step(1, 'deferred', waits), step(2, 'failed', refusal)],
      [],
    );
    expect(delayed).toMatchObject({ kind: 'delayed', advice: null, reply: { code: 451, text: 'later' } });
    expect(delayed?.french).toContain(DELIVERY_CAUSES.peerBusy.what);
    expect(refused).toMatchObject({
      kind: 'refused',
      advice: DELIVERY_CAUSES.recipientRejected.advice,
      reply: { code: 550, text: 'no such user' },
    });
    expect(refused?.english).toContain(DELIVERY_CAUSES.recipientRejected.whatEn);
  });

  it('tells patience that ended from a refusal, and what managers did', () => {
    expect(
      kindsOf([step(0, 'queued'), step(9, 'failed', { cause: 'peerUnreachable', hasExpired: true })]),
    ).toEqual(['accepted', 'expired']);
    expect(kindsOf([step(0, 'queued'), step(1, 'held'), step(2, 'queued'), step(3, 'cancelled')])).toEqual([
      'accepted',
      'held',
      'resumed',
      'cancelled',
    ]);
  });

  it('goes on with what the recipient’s side said, in the order of time', () => {
    const relayed = [step(0, 'queued'), step(1, 'delivered', { remoteHost: 'mx.pair' })];
    const reports = (['read', 'relayed', 'delivered'] as const).map((kind, index) => ({
      kind,
      at: at(9 - index),
    }));
    expect(kindsOf(relayed, reports)).toEqual(['accepted', 'relayed', 'delivered', 'read']);
    expect(kindsOf(relayed, [{ kind: 'failed', at: at(2) }])).toEqual(['accepted', 'relayed', 'refused']);
    expect(kindsOf(relayed, [{ kind: 'deletedUnread', at: at(2) }]).at(-1)).toBe('deletedUnread');
  });
});
