import { afterAll, beforeAll, expect, it } from 'vitest';
import { PEER_DOMAIN } from '../dialogues/smtp/support/edge-under-test.js';
import { ForeignWorld, type IdentityFiles } from './support/edge.js';
import { run, withPrograms } from './support/programs.js';

const SENDER = `jean.dupont@${PEER_DOMAIN}`;

withPrograms(['swaks'], 'swaks as another operator', () => {
  let world: ForeignWorld;
  let peer: IdentityFiles;
  beforeAll(async () => {
    world = await ForeignWorld.open();
    peer = world.filesOf('peer', world.edge.peer);
  });
  afterAll(() => world?.close());

  /** Plays one letter; answers the transcript. */
  async function play(change: Record<string, string | null> = {}, identity: IdentityFiles | null = peer) {
    const options: Record<string, string | null> = {
      '--server': `127.0.0.1:${world.edge.mxPort}`,
      '--ehlo': `mx.${PEER_DOMAIN}`,
      '--from': SENDER,
      '--to': world.anne.bal.address,
      '--tls': null,
      '--suppress-data': null,
      ...(identity && { '--tls-cert': identity.cert, '--tls-key': identity.key }),
      ...change,
    };
    const args = Object.entries(options).flatMap(([name, value]) =>
      value === null ? [name] : [name, value],
    );
    return run('swaks', args);
  }

  it('EX_3.1_5020: delivers its letter under TLS with its certificate', async () => {
    const { code, stdout } = await play({ '--body': 'Lettre de swaks\n.\n..fin', '--h-Subject': 'Bonjour' });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^<~ {2}250 2\.6\.0 /m)]);
    expect(stdout).toMatch(/TLS started with cipher TLSv1\.[23]:/);
    const [letter] = await world.letters('inbox');
    expect(letter).toContain('Lettre de swaks\r\n.\r\n..fin\r\n');
    expect(letter).toMatch(/^Received: from mx\.peer-operateur\.mssante\.fr /m);
  });

  it('delivers when it pipelines, and when its letter holds a file', async () => {
    const before = (await world.letters('inbox')).length;
    const file = world.write('piece.bin', 'octets\r\n'.repeat(10_000));
    const { code, stdout } = await play({ '--pipeline': null, '--attach': `@${file}` });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^<~ {2}250 2\.6\.0 /m)]);
    expect(await world.letters('inbox')).toHaveLength(before + 1);
  });

  it.each([
    ['EX_3.1_5030: is refused without a certificate', {}, null, /^<~\* 550 5\.7\.1 /m],
    [
      'EX_3.1_5030: is refused in the name of a domain that is not its own',
      { '--from': 'a@autre.fr' },
      'peer',
      /^<~\* 550 5\.7\.1 /m,
    ],
    [
      'EX_3.2_5040: may not pass through to a third operator',
      { '--to': 'a@tiers.mssante.fr' },
      'peer',
      /^<~\* 550 5\.7\.1 /m,
    ],
    [
      'EX_3.1_5040: is told of an address that does not exist',
      { '--to': 'nul@ch-valmont.mssante.fr' },
      'peer',
      /^<~\* 550 5\.1\.1 /m,
    ],
  ])('%s', async (_, change, identity, reply) => {
    const before = await world.letters('inbox');
    const { code, stdout } = await play(change, identity === null ? null : peer);
    expect(stdout).toMatch(reply);
    expect(code).toBeGreaterThan(0);
    expect(await world.letters('inbox')).toHaveLength(before.length);
  });

  it('EX_3.1_5020: is refused in clear', async () => {
    const { stdout } = await run('swaks', [
      ...['--server', `127.0.0.1:${world.edge.mxPort}`],
      ...['--from', SENDER, '--to', world.anne.bal.address],
    ]);
    expect(stdout).toMatch(/^<\*\* 530 5\.7\.0 /m);
  });
});
