import { X509Certificate } from 'node:crypto';
import { DELIVERY_LIMITS, type DeliveryWorker, deliveryWorker, PEER_TIMEOUTS } from '@cachet/mailedge/smtp';
import { PgMailRooms } from '@cachet/mailstore';
import { newId } from '@cachet/runtime';
import type { TestIdentity } from '@cachet/testkit/pki';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { letter, PEER_DOMAIN, xoauth2 } from '../dialogues/smtp/support/edge-under-test.js';
import { RawSmtpClient } from '../dialogues/smtp/support/raw-smtp-client.js';
import { untilFound } from '../e2e/until.js';
import { type PostfixOptions, type RunningPostfix, startPostfix } from './postfix.js';
import { ForeignWorld } from './support/edge.js';
import { run, withPrograms } from './support/programs.js';

const CORRESPONDENT = `jean.dupont@${PEER_DOMAIN}`;
const MINUTE = 60_000;

withPrograms(['postfix', 'swaks'], 'Postfix as another operator', () => {
  let world: ForeignWorld;
  let mta: RunningPostfix;
  let worker: DeliveryWorker | null = null;
  const others: RunningPostfix[] = [];
  beforeAll(async () => {
    world = await ForeignWorld.open();
    mta = await peer(world.edge.peer);
  }, MINUTE);
  afterEach(async () => {
    await worker?.stop();
    worker = null;
    await Promise.all(others.splice(0).map((other) => other.stop()));
    // What one story left undone must not leave in the next one.
    await world.edge.database.shared((sql) => sql.query('delete from outbound_due'));
  });
  afterAll(async () => {
    await mta?.stop();
    await world?.close();
  });

  /** A Postfix that bears that certificate, knows our MX, admits our certificate alone, and keeps what it is given. */
  function peer(identity: TestIdentity, change: Partial<PostfixOptions> = {}): Promise<RunningPostfix> {
    const { edge, hospital } = world;
    return startPostfix({
      hostname: `mx.${PEER_DOMAIN}`,
      identity,
      chainPem: edge.igc.chainPem,
      admits: [new X509Certificate(edge.operator.cert).fingerprint256],
      domains: [PEER_DOMAIN],
      delivery: { to: 'hold' },
      peers: [{ domain: hospital.domain, port: edge.mxPort, certificateName: 'mx.cachet.test' }],
      ...change,
    });
  }

  async function otherPeer(...asked: Parameters<typeof peer>): Promise<RunningPostfix> {
    const other = await peer(...asked);
    others.push(other);
    return other;
  }

  /** Somebody at the peer's writes a letter, which their Postfix takes charge of. */
  const write = ({ insidePort }: RunningPostfix, to: string, body: string) =>
    run('swaks', [
      ...['--server', `127.0.0.1:${insidePort}`, '--from', CORRESPONDENT, '--to', to],
      ...['--body', body],
    ]);

  function deliverTo({ port }: RunningPostfix): void {
    const { edge } = world;
    worker = deliveryWorker({
      database: edge.database,
      safe: edge.safe,
      rooms: new PgMailRooms(edge.database, edge.safe),
      hostname: 'mx.cachet.test',
      port,
      identity: () => edge.identity.pair(),
      certificates: edge.trust,
      timeouts: PEER_TIMEOUTS,
      takesPrivateAddresses: true,
      giveUpAfterMs: 48 * 3_600_000,
      resolver: {
        hostsOf: async () => ({ kind: 'hosts', hosts: [`mx.${PEER_DOMAIN}`] }),
        addressesOf: async () => ['127.0.0.1'],
      },
      listeBlanche: () => edge.listeBlanche,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      limits: { ...DELIVERY_LIMITS, restMs: 100 },
      attempted: () => undefined,
      now: () => new Date(),
      newId,
    });
    worker.start();
  }

  async function submit(to: string, content: string): Promise<void> {
    const { bal, token } = world.anne;
    const client = await RawSmtpClient.secured(world.edge.submissionPort, null);
    await client.ask('EHLO poste');
    await client.ask(`AUTH XOAUTH2 ${xoauth2(bal.address, token)}`);
    await client.ask(`MAIL FROM:<${bal.address}>`);
    await client.ask(`RCPT TO:<${to}>`);
    await client.ask('DATA');
    expect(await client.ask(`${content.replaceAll('\r\n.', '\r\n..')}\r\n.`)).toMatch(/^250 /);
    client.close();
  }

  it(
    'EX_3.1_5020: it verifies our certificate, shows its own, and its letter is in the BAL',
    async () => {
      await write(mta, world.anne.bal.address, 'Lettre de Postfix\n.\nfin');
      await mta.untilLogged(/to=<anne\.martin@ch-valmont\.mssante\.fr>.*status=sent \(250 2\.6\.0 /);
      expect(mta.log()).toMatch(/Verified TLS connection established to 127\.0\.0\.1.*client-signature/);
      const [found] = await world.letters('inbox');
      expect(found).toContain('Lettre de Postfix\r\n.\r\nfin\r\n');
    },
    MINUTE,
  );

  it(
    'EX_3.1_5030: its letter under a certificate listed for nobody is returned with our reason',
    async () => {
      const before = await world.letters('inbox');
      const stranger = await otherPeer(await world.edge.igc.issue({ cn: 'mx.inconnu.fr' }));
      await write(stranger, world.anne.bal.address, 'Sans droit');
      await stranger.untilLogged(/status=bounced \(host .* said: 550 5\.7\.1 /);
      expect(await world.letters('inbox')).toEqual(before);
    },
    MINUTE,
  );

  it(
    'EX_3.1_5040: its letter to nobody is returned for that recipient',
    async () => {
      await write(mta, 'nul@ch-valmont.mssante.fr', 'Perdue');
      await mta.untilLogged(/status=bounced \(host .* said: 550 5\.1\.1 .* \(in reply to RCPT TO command\)/);
    },
    MINUTE,
  );

  it(
    'EX_3.2_5020, EX_3.2_5070: it takes our letter from our certificate alone, byte for byte',
    async () => {
      deliverTo(mta);
      const content = letter(world.anne.bal.address, CORRESPONDENT, 'Épreuve\r\n.\r\n..\r\nfin');
      await submit(CORRESPONDENT, content);
      const held = await untilFound(
        async () => (await mta.queue()).find(({ queue }) => queue === 'hold'),
        20_000,
        `a letter held by Postfix:\n${mta.log()}`,
      );
      expect(held).toMatchObject({ sender: world.anne.bal.address, recipients: [CORRESPONDENT] });
      const kept = await mta.read(held.id);
      expect(kept.replaceAll('\n', '\r\n')).toContain(content);
      expect(kept).toMatch(/\(Client CN "mx\.cachet\.test", Issuer "AC ELEMENTAIRE ORGANISATIONS"/);
      expect(mta.log()).toMatch(/TLS connection established from .*client-signature/);
    },
    MINUTE,
  );

  it(
    'EX_3.2_5020: it refuses our letter when it admits another certificate, and the letter has failed',
    async () => {
      const admits = [new X509Certificate(world.edge.peer.cert).fingerprint256];
      const choosy = await otherPeer(world.edge.peer, { admits });
      deliverTo(choosy);
      const to = `luc.durand@${PEER_DOMAIN}`;
      await submit(to, letter(world.anne.bal.address, to));
      await choosy.untilLogged(/NOQUEUE: reject: /);
      const failed = async () =>
        (await world.edge.deliveries(world.hospital)).find(
          ({ recipient, state }) => recipient === to && state === 'failed',
        );
      await untilFound(failed, 20_000, 'a failed delivery');
      expect(await choosy.queue()).toEqual([]);
    },
    MINUTE,
  );
});
