import { type ActContext, type MailPath, type Refusal, refused } from '@cachet/mss-core';
import { describe, expect, it } from 'vitest';
import { GuessingPace } from './guessing-pace.js';
import { type RefusalFacts, RefusalTally } from './refusal-tally.js';

const LIMITS = { windowMs: 3_600_000, toPeers: 2, toStrangers: 1, most: 3 };
const UNKNOWN = refused('recipientUnknown', { address: 'personne@ch-valmont.mssante.fr' }).refusal;

function from(dn: string, remoteAddress: string | null = null): ActContext {
  return { actor: { kind: 'peer', dn }, means: 'smtp', at: new Date(), correlationId: 'id', remoteAddress };
}

function tallied() {
  const rows: (readonly [string, string, RefusalFacts])[] = [];
  const write = async ({ actor }: ActContext, { code }: Refusal, facts: RefusalFacts) => {
    rows.push([actor.kind === 'peer' ? actor.dn : '', code, facts]);
  };
  return { rows, tally: new RefusalTally(write, () => undefined, LIMITS) };
}

describe('EX_GDT_5040: refusals of peers', () => {
  it('are told one by one while they are few, then counted, and none is lost', async () => {
    const { rows, tally } = tallied();
    for (let n = 0; n < 7; n += 1) await tally.add(from('CN=mx.pair.fr'), UNKNOWN, { recipient: `a${n}` });
    expect(rows.map(([, , facts]) => facts)).toEqual([{ recipient: 'a0' }, { recipient: 'a1' }]);
    await tally.close();
    expect(rows.at(-1)).toEqual(['CN=mx.pair.fr', 'recipientUnknown', { recipient: 'a6', times: 5 }]);
    expect(rows).toHaveLength(3);
  });

  it('keep peers and reasons apart', async () => {
    const { rows, tally } = tallied();
    await tally.add(from('CN=mx.un.fr'), UNKNOWN, {});
    await tally.add(from('CN=mx.deux.fr'), UNKNOWN, {});
    await tally.add(from('CN=mx.un.fr'), refused('relayRefused').refusal, {});
    await tally.close();
    expect(rows).toHaveLength(3);
  });

  it('hold little in memory whoever comes', async () => {
    const { rows, tally } = tallied();
    const missing = refused('certificateMissing').refusal;
    for (let n = 0; n < 1000; n += 1) await tally.add(from('', `192.0.2.${n}`), missing, {});
    await tally.close();
    expect(rows.length).toBeLessThan(10);
    expect(rows.reduce((sum, [, , { times }]) => sum + Number(times ?? 1), 0)).toBe(1000);
  });
});

describe('a peer that guesses addresses', () => {
  const limits = { free: 3, windowMs: 1000, stepMs: 10, longestMs: 25 };
  const sender = 'jean@pair.mssante.fr' as MailPath;

  it('waits for its answers, more with each, up to a limit; a new window forgets it', () => {
    const pace = new GuessingPace(limits);
    const delays = Array.from({ length: 7 }, () => pace.delay('CN=pair', sender, 100));
    expect(delays).toEqual([0, 0, 0, 10, 20, 25, 25]);
    expect(pace.delay('CN=autre', sender, 100)).toBe(0);
    expect(pace.delay('CN=pair', sender, 1100)).toBe(0);
  });

  it('is never the ministry with its mass mail (EX_3.1_5015)', () => {
    const pace = new GuessingPace(limits);
    for (let n = 0; n < 100; n += 1) {
      expect(pace.delay('CN=dgs', 'alerte@dgs.mssante.fr' as MailPath, 0)).toBe(0);
    }
  });
});
