import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { decode, encode } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Listening } from '../http/server.js';
import { fictionalWorld } from '../testing/fictional-world.js';
import { freePorts } from '../testing/free-ports.js';
import { answer } from './answer.js';
import { startDns } from './dns-server.js';
import { Zones } from './zones.js';

const world = fictionalWorld();
const zones = new Zones(world);

describe('the name server of the sandbox', () => {
  let server: Listening;
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    server = await startDns(world, port);
    resolver.setServers([`127.0.0.1:${port}`]);
  });
  afterAll(() => server.close());

  it('sends mail for the operator’s domains to the operator, and the peer’s to the peer', async () => {
    const exchanges = async (domain: string) =>
      (await resolver.resolveMx(domain)).map(({ exchange, priority }) => `${priority} ${exchange}`);
    expect(await exchanges('ch-essai.mssante.fr')).toEqual(['10 mx.operateur-essai.mssante.fr']);
    expect(await exchanges('pair-essai.mssante.fr')).toEqual(['10 mx.pair-essai.mssante.fr']);
    expect(await resolver.resolve4('mx.pair-essai.mssante.fr')).toEqual(['127.0.0.1']);
  });

  it('shows four entry points of one weight on each domain of the operator', async () => {
    for (const domain of world.operator.domains) {
      const found = [
        ...(await resolver.resolveSrv(`_submission._tcp.${domain}`)),
        ...(await resolver.resolveSrv(`_imap._tcp.${domain}`)),
      ].map(({ name, port, priority, weight }) => `${priority} ${weight} ${port} ${name}`);
      expect(found.sort()).toEqual([
        '10 100 143 lps.operateur-essai.mssante.fr',
        '10 100 587 lps.operateur-essai.mssante.fr',
        '20 100 144 app.operateur-essai.mssante.fr',
        '20 100 588 app.operateur-essai.mssante.fr',
      ]);
    }
    for (const host of Object.values(world.operator.fronts)) {
      expect(await resolver.resolve4(host)).toEqual(['127.0.0.1']);
    }
  });

  it('follows the alias of autoconfig to the portal, and says which servers write', async () => {
    expect(await resolver.resolveCname('autoconfig.ch-essai.mssante.fr')).toEqual([
      'portail.operateur-essai.mssante.fr',
    ]);
    expect(await resolver.resolve4('autoconfig.ch-essai.mssante.fr')).toEqual(['127.0.0.1']);
    expect(await resolver.resolveTxt('ch-essai.mssante.fr')).toEqual([['v=spf1 mx -all']]);
  });

  it('says that a domain outside the sandbox does not exist', async () => {
    await expect(resolver.resolveMx('inconnu.mssante.fr')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('answers two questions on one TCP connection', async () => {
    const ids = await overTcp(server.port, [
      question(7, 'ch-essai.mssante.fr'),
      question(8, 'ch-essai.mssante.fr'),
    ]);
    expect(ids).toEqual([7, 8]);
  });
});

describe('an answer', () => {
  it('tells a known name without the type asked from an unknown name', () => {
    const known = decode(answer(question(1, 'ch-essai.mssante.fr', 'AAAA'), zones) ?? Buffer.alloc(0));
    const unknown = decode(answer(question(2, 'ailleurs.fr', 'AAAA'), zones) ?? Buffer.alloc(0));
    expect([rcode(known), known.answers, known.authorities?.[0]?.name]).toEqual([
      0,
      [],
      'ch-essai.mssante.fr',
    ]);
    expect(rcode(unknown)).toBe(3);
  });

  it('finds a name whatever its capitals', () => {
    const found = decode(answer(question(1, 'CH-Essai.MSSANTE.fr'), zones) ?? Buffer.alloc(0));
    expect(found.answers).toHaveLength(1);
  });

  it('is never given to an answer, nor thrown by nonsense', () => {
    const response = encode({ type: 'response', id: 1, questions: [] });
    expect(answer(response, zones)).toBeNull();
    for (let length = 0; length < 60; length += 1) {
      const nonsense = Buffer.from(Array.from({ length }, (_, i) => (i === 2 ? 0 : (i * 37 + length) % 256)));
      expect(() => answer(nonsense, zones)).not.toThrow();
    }
  });
});

function question(id: number, name: string, type: 'MX' | 'AAAA' = 'MX'): Buffer {
  return encode({ type: 'query', id, questions: [{ name, type }] });
}

function rcode(packet: { flags?: number }): number {
  return (packet.flags ?? 0) & 0x0f;
}

async function overTcp(port: number, messages: readonly Buffer[]): Promise<(number | undefined)[]> {
  const socket = connect(port, '127.0.0.1');
  for (const message of messages) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    socket.write(Buffer.concat([length, message]));
  }
  const ids: (number | undefined)[] = [];
  let pending = Buffer.alloc(0);
  for await (const data of socket) {
    pending = Buffer.concat([pending, data]);
    while (pending.length > 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      ids.push(decode(pending.subarray(2, end)).id);
      pending = pending.subarray(end);
    }
    if (ids.length === messages.length) break;
  }
  return ids;
}
