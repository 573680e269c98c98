import { describe, expect, it } from 'vitest';
import { type IdNat, idNatOfRpps, parseMssAddress } from '../identifiers/index.js';
import { done, refused } from '../outcome/index.js';
import type { Actor } from '../tenancy/index.js';
import type { TraceEvent } from '../traceability/index.js';
import { readMessage } from './read-message.js';
import type { Bal, HeldAccess } from './rights.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const ANNE = idNatOfRpps('10000000001')!;
const PAUL = idNatOfRpps('10000000002')!;
const READING = { balId: 'bal-1', messageId: 'message-1', folderId: 'folder-1', uid: 7 };
const BAL: Bal = {
  id: 'bal-1',
  address: parseMssAddress('anne.martin@ch-valmont.mssante.fr')!,
  kind: 'personal',
  state: 'active',
  isTest: false,
  description: '',
  quotaBytes: 1000,
  usedBytes: 0,
};
const ACCESS: HeldAccess = {
  balId: 'bal-1',
  idNat: ANNE,
  role: 'responsible',
  mayRead: true,
  maySend: true,
  startsAt: new Date('2026-01-01'),
  endsAt: null,
  cgu: [],
};

const person = (idNat: IdNat): Actor => ({ kind: 'person', idNat, name: 'Camille Fictive', proof: 'psc' });

async function reading(actor: Actor, change: Partial<HeldAccess> = {}, more: { part?: string } = {}) {
  const traces: TraceEvent[] = [];
  const accesses = [{ ...ACCESS, ...change }];
  const outcome = await readMessage(
    { actor, at: NOON },
    {
      bals: {
        byId: async () => BAL,
        accessesOf: async (_bal, idNat) => accesses.filter((access) => access.idNat === idNat),
      },
      journal: { record: async (events) => void traces.push(...events) },
    },
    { ...READING, ...more },
  );
  return { outcome, traces };
}

describe('EX_GDT_5030: reading a message on the portal', () => {
  it('is traced with its BAL, its place and the part that was opened', async () => {
    const { outcome, traces } = await reading(person(ANNE), {}, { part: '2' });
    expect(outcome).toEqual(done(undefined));
    expect(traces).toEqual([
      {
        kind: 'message.read',
        outcome: 'ok',
        balId: 'bal-1',
        messageId: 'message-1',
        facts: { folderId: 'folder-1', uid: 7, part: '2' },
      },
    ]);
  });

  it('is refused without a trace of a reading once the right has ended, and to whoever never had it', async () => {
    expect(await reading(person(ANNE), { endsAt: NOON })).toEqual({
      outcome: refused('notFound'),
      traces: [],
    });
    expect(await reading(person(ANNE), { mayRead: false })).toMatchObject({
      outcome: refused('readRightMissing'),
    });
    expect(await reading(person(PAUL))).toEqual({ outcome: refused('notFound'), traces: [] });
  });

  it('is nothing a key may do', async () => {
    const key = { kind: 'partner', apiKeyId: 'key-1', name: 'Logiciel' } as const;
    expect(await reading(key)).toEqual({ outcome: refused('notFound'), traces: [] });
  });
});
