import { afterAll, beforeAll, expect, it } from 'vitest';
import { letter, PEER_DOMAIN } from '../dialogues/smtp/support/edge-under-test.js';
import { ForeignWorld } from './support/edge.js';
import { run, withPrograms } from './support/programs.js';

const CORRESPONDENT = `jean.dupont@${PEER_DOMAIN}`;
/** sysexits.h. */
const DATA_REFUSED = 65;
const NO_PERMISSION = 77;

withPrograms(['msmtp'], 'msmtp as a doctor’s mail program', () => {
  let world: ForeignWorld;
  beforeAll(async () => {
    world = await ForeignWorld.open();
  });
  afterAll(() => world?.close());

  function send(to: readonly string[], content: string, token = world.anne.token) {
    const { address } = world.anne.bal;
    const settings = world.write(
      'msmtprc',
      [
        ...['account psc', 'host 127.0.0.1', `port ${world.edge.submissionPort}`],
        ...['tls on', 'tls_starttls on', `tls_trust_file ${world.chainFile}`],
        ...['tls_host_override mx.cachet.test', 'domain poste.ch-valmont.test'],
        ...['auth xoauth2', `user ${address}`, `password ${token}`, `from ${address}`],
        ...['account default : psc', ''],
      ].join('\n'),
    );
    return run('msmtp', ['-C', settings, '--', ...to], content.replaceAll('\r\n', '\n'));
  }

  it('EX_LPS_0700, EX_LPS_0900: signs in with XOAUTH2 and hands over a letter, filed once among those sent', async () => {
    const { address } = world.anne.bal;
    const content = letter(address, CORRESPONDENT, 'Épreuve\r\n.\r\nfin\r\n');
    expect(await send([CORRESPONDENT], content)).toEqual({ code: 0, stdout: '', stderr: '' });
    const sent = await world.letters('sent');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toContain('Épreuve\r\n.\r\nfin\r\n');
    expect(await world.edge.deliveries(world.hospital)).toMatchObject([
      { direction: 'outbound', sender: address, recipient: CORRESPONDENT },
    ]);
  });

  it('EX_LPS_0900: is refused with a token that is no token', async () => {
    const { code, stderr } = await send([CORRESPONDENT], letter(world.anne.bal.address, 'x'), 'forged');
    expect([code, stderr]).toEqual([NO_PERMISSION, expect.stringContaining('535 5.7.8 ')]);
  });

  it('EX_3.2_5060: is told at once of a recipient outside the trust space', async () => {
    const { code, stderr } = await send(['ami@exemple.fr'], letter(world.anne.bal.address, 'ami@exemple.fr'));
    expect([code, stderr]).toEqual([DATA_REFUSED, expect.stringContaining('550 5.7.1 ')]);
    expect(stderr).toContain('ami@exemple.fr');
  });
});
