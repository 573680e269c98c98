import { describe, expect, it } from 'vitest';
import type { Bal } from '../access/index.js';
import type { TenantId } from '../identifiers/index.js';
import { parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { TraceEvent } from '../traceability/index.js';
import type { NoticeRoom } from './delivery-notices.js';
import type { AttemptVerdict } from './delivery-schedule.js';
import type { MailRoom, MailRooms } from './mail-rooms.js';
import { type DeliveryWishes, NOTHING_WISHED } from './notification-wishes.js';
import type { AttemptResult, PendingDelivery, ReceivedMessage } from './ports.js';
import { recordDeliveryAttempt } from './record-delivery-attempt.js';

const HOUR = 3_600_000;
const NOON = new Date('2026-11-20T12:00:00Z');
const ANNE = address('anne@ch-valmont.mssante.fr');
const PENDING: PendingDelivery = {
  id: 'delivery',
  state: 'queued',
  balId: 'bal',
  messageId: 'letter',
  sender: ANNE,
  recipient: address('paul@pair.mssante.fr'),
  attempts: 2,
  createdAt: NOON,
  wishes: NOTHING_WISHED,
  delayToldAt: null,
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
  tls: null,
};
const REFUSED: AttemptVerdict = { ...GREYLISTED, kind: 'permanent', cause: 'recipientRejected', code: 550 };
const TLS = 'TLSv1.3 TLS_AES_256_GCM_SHA384';
const TAKEN: AttemptVerdict = {
  kind: 'delivered',
  code: 250,
  text: 'ok',
  remoteHost: 'mx',
  tls: TLS,
  peerReports: false,
};

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
  readonly removed: string[];
  readonly delaysTold: string[];
}

function world({ pending = PENDING, inbox = done({ folderId: 'inbox', uid: 1 }) as Outcome<never> } = {}) {
  const committed: Written[] = [];
  const rooms: Pick<MailRooms, 'transaction'> = {
    async transaction(_context, work) {
      const written: Written = { kept: [], results: [], traces: [], removed: [], delaysTold: [] };
      const outcome = await work((_tenantId, inside) => inside(roomOf(written, pending, inbox) as MailRoom));
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
    messageAround: async () => ({ size: 10_000 }) as ReceivedMessage,
    giveUpAfterMs: 48 * HOUR,
  };
  const record = (verdict: AttemptVerdict) =>
    recordDeliveryAttempt(ports, CONTEXT, { id: PENDING.id, attempts: PENDING.attempts }, verdict);
  return { committed, record };
}

function roomOf(written: Written, pending: PendingDelivery, inbox: Outcome<never>): NoticeRoom {
  const bal = { id: 'bal', address: ANNE, usedBytes: 0, quotaBytes: 1e6 } as Bal;
  return {
    bals: {
      byId: async () => bal,
      byAddress: async () => bal,
      accessesOf: async () => [],
      noteFull: async (_bal, at) => at,
      hasSecours: async () => false,
      structuresOf: async () => [],
    },
    filing: {
      keep: async () => {
        written.kept.push('notice');
        return 'notice';
      },
      file: async () => inbox,
      open: async () => null,
      rememberSent: async () => undefined,
      removeIfUnused: async (id) => void written.removed.push(id),
    },
    deliveries: {
      add: async () => undefined,
      recordAttempt: async (_id, result) => void written.results.push(result),
      pending: async () => pending,
      hold: async () => pending,
      tellDelay: async (id) => void written.delaysTold.push(id),
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

  it('keeps the letter no longer than its delivery', async () => {
    const delivered = world();
    await delivered.record(TAKEN);
    const deferred = world();
    await deferred.record(GREYLISTED);
    expect([delivered.committed[0]?.removed, deferred.committed[0]?.removed]).toEqual([['letter'], []]);
  });
});

describe('a delivery that a manager stopped', () => {
  it.each(['held', 'cancelled'] as const)('is left %s when the attempt under way failed', async (state) => {
    const { committed, record } = world({ pending: { ...PENDING, state } });
    expect([await record(REFUSED), await record(GREYLISTED)]).toEqual([null, null]);
    expect(committed.flatMap(({ traces }) => traces)).toEqual([]);
  });

  it('is delivered all the same when the peer took it: what is done is told', async () => {
    const { record } = world({ pending: { ...PENDING, state: 'cancelled' } });
    expect(await record(TAKEN)).toMatchObject({ state: 'delivered', tls: TLS });
  });
});

describe('RFC 3461: the sender is told', () => {
  const noticesFor = async (wishes: Partial<DeliveryWishes>, verdict: AttemptVerdict, age = 0) => {
    const createdAt = new Date(NOON.getTime() - age);
    const pending = { ...PENDING, createdAt, wishes: { ...NOTHING_WISHED, ...wishes } };
    const { committed, record } = world({ pending });
    await record(verdict);
    return committed[0]?.kept.length;
  };

  it('of a failure unless another wish was told', async () => {
    expect(await noticesFor({}, REFUSED)).toBe(1);
    expect(await noticesFor({ notify: ['FAILURE'] }, REFUSED)).toBe(1);
    expect(await noticesFor({ notify: ['NEVER'] }, REFUSED)).toBe(0);
    expect(await noticesFor({ notify: ['SUCCESS', 'DELAY'] }, REFUSED)).toBe(0);
  });

  it('of a success when it was wished and the peer will not tell it', async () => {
    expect(await noticesFor({}, TAKEN)).toBe(0);
    expect(await noticesFor({ notify: ['SUCCESS'] }, TAKEN)).toBe(1);
    expect(await noticesFor({ notify: ['SUCCESS'] }, { ...TAKEN, peerReports: true })).toBe(0);
  });

  it('of a delay after four hours, and once', async () => {
    expect(await noticesFor({}, GREYLISTED, 3 * HOUR)).toBe(0);
    expect(await noticesFor({}, GREYLISTED, 4 * HOUR)).toBe(1);
    const told = world({
      pending: { ...PENDING, createdAt: new Date(NOON.getTime() - 5 * HOUR), delayToldAt: NOON },
    });
    await told.record(GREYLISTED);
    expect(told.committed[0]?.kept).toEqual([]);
  });

  it('of nothing when the letter has no sender', async () => {
    const { committed, record } = world({ pending: { ...PENDING, sender: null } });
    await record(REFUSED);
    expect(committed[0]?.kept).toEqual([]);
  });
});
