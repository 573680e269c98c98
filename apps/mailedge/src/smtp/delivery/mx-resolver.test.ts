import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import packet from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsMxResolver } from './mx-resolver.js';

type Zone = Readonly<Record<string, packet.Answer[] | 'NXDOMAIN' | 'SERVFAIL'>>;

const mx = (name: string, preference: number, exchange: string): packet.Answer => ({
  type: 'MX',
  name,
  data: { preference, exchange },
});

const ZONE: Zone = {
  'MX three.test': [
    mx('three.test', 20, 'second.three.test'),
    mx('three.test', 10, 'FIRST.three.test'),
    mx('three.test', 30, 'third.three.test'),
  ],
  'MX null.test': [mx('null.test', 0, '.')],
  'MX bare.test': [],
  'MX broken.test': 'SERVFAIL',
  'A first.three.test': [{ type: 'A', name: 'first.three.test', data: '127.0.0.7' }],
  'AAAA first.three.test': [{ type: 'AAAA', name: 'first.three.test', data: '::7' }],
};

const RCODES = { NXDOMAIN: 3, SERVFAIL: 2 };
let server: Socket;
let resolver: DnsMxResolver;

beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (bytes, from) => {
    const query = packet.decode(bytes);
    const [question] = query.questions ?? [];
    const found = ZONE[`${question?.type} ${question?.name}`] ?? 'NXDOMAIN';
    const rcode = typeof found === 'string' ? RCODES[found] : 0;
    const answers = typeof found === 'string' ? [] : found;
    const reply = {
      type: 'response',
      id: query.id ?? 0,
      flags: rcode,
      questions: query.questions ?? [],
      answers,
    } as const;
    server.send(packet.encode(reply), from.port, from.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  resolver = new DnsMxResolver([`127.0.0.1:${server.address().port}`]);
});

afterAll(() => server.close());

describe('EX_3.2_5050 (1): where a domain’s mail goes', () => {
  it('is the hosts of its MX records, the preferred first', async () => {
    expect(await resolver.hostsOf('three.test')).toEqual({
      kind: 'hosts',
      hosts: ['first.three.test', 'second.three.test', 'third.three.test'],
    });
    expect(await resolver.addressesOf('first.three.test')).toEqual(['127.0.0.7', '::7']);
    expect(await resolver.addressesOf('second.three.test')).toEqual([]);
  });

  it('is the domain itself when it has no MX record', async () => {
    expect(await resolver.hostsOf('bare.test')).toEqual({ kind: 'hosts', hosts: ['bare.test'] });
  });

  it('is nowhere, for good, when it takes no mail or does not exist', async () => {
    expect(await resolver.hostsOf('null.test')).toEqual({ kind: 'permanent', cause: 'domainTakesNoMail' });
    expect(await resolver.hostsOf('absent.test')).toEqual({ kind: 'permanent', cause: 'domainUnknown' });
  });

  it('is not known for now when the name server fails', async () => {
    expect(await resolver.hostsOf('broken.test')).toEqual({
      kind: 'temporary',
      cause: 'directoryUnavailable',
    });
  });
});
