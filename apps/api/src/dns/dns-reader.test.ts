import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { DnsType } from '@cachet/mss-core';
import packet from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemDnsReader } from './dns-reader.js';

const srv = (priority: number, target: string): packet.Answer => ({
  type: 'SRV',
  name: '_imap._tcp.ici.test',
  data: { priority, weight: 100, port: 143, target },
});
const ZONE: Readonly<Record<string, packet.Answer[] | 'SERVFAIL'>> = {
  'SRV _imap._tcp.ici.test': [srv(10, 'IMAP.Ici.test'), srv(20, 'app.ici.test')],
  'MX ici.test': [{ type: 'MX', name: 'ici.test', data: { preference: 10, exchange: 'MX.ici.test' } }],
  'TXT ici.test': [{ type: 'TXT', name: 'ici.test', data: ['v=spf1 ', 'mx -all'] }],
  'CNAME alias.ici.test': [{ type: 'CNAME', name: 'alias.ici.test', data: 'Vrai.ici.test' }],
  'A ici.test': [{ type: 'A', name: 'ici.test', data: '192.0.2.7' }],
  'AAAA ici.test': [],
  'A casse.test': 'SERVFAIL',
};
const [NO_ERROR, SERVER_FAILURE, NO_SUCH_NAME] = [0, 2, 3];

let server: Socket;
let reader: SystemDnsReader;
beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (bytes, from) => {
    const query = packet.decode(bytes);
    const [question] = query.questions ?? [];
    const found = ZONE[`${question?.type} ${question?.name}`];
    const code = found === 'SERVFAIL' ? SERVER_FAILURE : found ? NO_ERROR : NO_SUCH_NAME;
    const answers = Array.isArray(found) ? found : [];
    const { id, questions } = query;
    server.send(
      packet.encode({ type: 'response', id, flags: code, questions, answers }),
      from.port,
      from.address,
    );
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  reader = new SystemDnsReader([`127.0.0.1:${server.address().port}`]);
});
afterAll(() => server.close());

describe('a zone as name servers tell it', () => {
  it.each<[string, DnsType, string[]]>([
    ['_imap._tcp.ici.test', 'SRV', ['10 100 143 imap.ici.test', '20 100 143 app.ici.test']],
    ['ici.test', 'MX', ['10 mx.ici.test']],
    ['ici.test', 'TXT', ['v=spf1 mx -all']],
    ['alias.ici.test', 'CNAME', ['vrai.ici.test']],
    ['ici.test', 'A', ['192.0.2.7']],
    ['ici.test', 'AAAA', []],
    ['ailleurs.test', 'MX', []],
  ])('%s %s', async (name, type, values) => {
    const answer = await reader.read(name, type);
    expect(answer.kind === 'records' && [...answer.values].sort()).toEqual(values);
  });

  it('is unknown when they fail and when nobody answers', async () => {
    expect(await reader.read('casse.test', 'A')).toEqual({ kind: 'unreachable' });
    const nobody = createSocket('udp4').bind(0, '127.0.0.1');
    await once(nobody, 'listening');
    const silent = new SystemDnsReader([`127.0.0.1:${nobody.address().port}`]);
    expect(await silent.read('ici.test', 'A')).toEqual({ kind: 'unreachable' });
    nobody.close();
  });
});
