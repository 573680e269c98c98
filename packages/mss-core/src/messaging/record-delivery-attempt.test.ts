import { describe, expect, it } from 'vitest';
import type { Bal } from '../access/index.js';
import type { TenantId } from '../identifiers/index.js';
import { parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { TraceEvent } from '../traceability/index.js';
import type { AttemptVerdict } from './delivery-schedule.js';
import type { MailRoom, MailRooms } from './mail-rooms.js';
import type { AttemptResult, PendingDelivery, ReceivedMessage } from './ports.js';
import { recordDeliveryAttempt } from './record-delivery-attempt.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const ANNE = address('anne@ch-valmont.mssante.fr');
const PENDING: PendingDelivery = {
  id: 'delivery',
  balId: 'bal',
  messageId: 'letter',
  sender: ANNE,
  recipient: address('paul@pair.mssante.fr'),
  attempts: 2,
  createdAt: NOON,
};
const CONTEXT: TenantContext = {
  tenantId: '0191f7a0-0000-7000-8000-000000000001' as TenantId,
  actor: { kind: 'system', name: 'delivery' },
  means: 'smtp',
  at: NOON,
  correlationId: 'attempt',
  remoteAddress: null,
};
const GREYLISTED: AttemptVerdict = {
  kind: 'temporary',
  cause: 'peerBusy',
  code: 450,
  text: 'later',
  remoteHost: 'mx',
};
const REFUSED: AttemptVerdict = { ...GREYLISTED, kind: 'permanent', cause: 'recipientRejected', code: 550 };
const TAKEN: AttemptVerdict = { kind: 'delivered', code: 250, text: 'ok', remoteHost: 'mx' };

function address(text: string) {
  const parsed = parseMssAddress(text);
  if (!parsed) throw new Error(text);
  return parsed;
}

/** What a transaction wrote; forgotten when it is refused. */
interface Written {
  readonly kept: string[];
  readonly results: AttemptResult[];
  readonly traces: TraceEvent[];
}

function world({ pending = PENDING, inbox = done({ folderId: 'inbox', uid: 1 }) as Outcome<never> } = {}) {
  const committed: Written[] = [];
  const rooms: MailRooms = {
    async transaction(_context, work) {
      const written: Written = { kept: [], results: [], traces: [] };
      const outcome = await work((_tenantId, inside) => inside(roomOf(written, pending, inbox)));
      if (outcome.ok) committed.push(written);
      return outcome;
    },
  };
  const messageOf = (bytes: Uint8Array) => ({ size: bytes.length }) as ReceivedMessage;
  const ports = {
    rooms,
    newId: () => 'id',
    hostname: 'mx',
    messageOf,
    headerOf: async () => new Uint8Array(),
  };
  const record = (verdict: AttemptVerdict) =>
    recordDeliveryAttempt(ports, CONTEXT, { id: PENDING.id, attempts: PENDING.attempts }, verdict);
  return { committed, record };
}

function roomOf(written: Written, pending: PendingDelivery, inbox: Outcome<never>): MailRoom {
  const bal = { id: 'bal', address: ANNE, usedBytes: 0, quotaBytes: 1e6 } as Bal;
  return {
    bals: { byId: async () => bal, byAddress: async () => bal, accessesOf: async () => [] },
    filing: {
      keep: async () => {
        written.kept.push('notice');
        return 'notice';
      },
      file: async () => inbox,
      open: async () => null,
    },
    deliveries: {
      add: async () => undefined,
      recordAttempt: async (_id, result) => void written.results.push(result),
      pending: async () => pending,
      hold: async () => pending,
    },
    journal: { record: async (events) => void written.traces.push(...events) },
  };
}

describe('the end of an attempt', () => {
  it('keeps no bytes of a notice that the sender’s BAL has no room for, and is written all the same', async () => {
    const { committed, record } = world({ inbox: refused('quotaExceeded') });
    expect(await record(REFUSED)).toMatchObject({ state: 'failed' });
    expect(committed).toMatchObject([
      { kept: [], results: [{ state: 'failed' }], traces: [{ facts: { notice: null } }] },
    ]);
  });

  it('tells of the notice that was filed', async () => {
    const { committed, record } = world();
    await record(REFUSED);
    expect(committed).toMatchObject([{ kept: ['notice'], traces: [{ facts: { notice: 'notice' } }] }]);
  });

  it('changes nothing when another worker has already put the letter off', async () => {
    const { committed, record } = world({ pending: { ...PENDING, attempts: 3 } });
    expect(await record(GREYLISTED)).toBeNull();
    expect(committed).toMatchObject([{ results: [], traces: [] }]);
  });

  it('is written when the peer took the letter, though another worker had put it off', async () => {
    const { record } = world({ pending: { ...PENDING, attempts: 3 } });
    expect(await record(TAKEN)).toMatchObject({ state: 'delivered' });
  });
});
