import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImapWorld } from '../dialogues/imap/support/imap-world.js';
import { ForeignWorld } from './support/edge.js';
import { type Ended, run, withPrograms } from './support/programs.js';

const SUITES = [
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
  'DHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
];
const OTHERS = [
  'ECDHE-RSA-CHACHA20-POLY1305',
  'DHE-RSA-AES256-SHA256',
  'ECDHE-RSA-AES128-SHA',
  'AES256-GCM-SHA384',
];
/** What this OpenSSL would itself refuse to offer unless it is told to. */
const OLD = ['-cipher', 'DEFAULT@SECLEVEL=0'];

withPrograms(['openssl'], 'openssl s_client at each door', () => {
  let world: ForeignWorld;
  let imap: ImapWorld;
  beforeAll(async () => {
    world = await ForeignWorld.open();
    imap = await ImapWorld.open({ secureContext: () => world.edge.identity.secureContext() });
  });
  afterAll(async () => {
    await imap?.close();
    await world?.close();
  });

  const doors = [
    ['the MX', 'smtp', () => world.edge.mxPort],
    ['submission', 'smtp', () => world.edge.submissionPort],
    ['IMAP', 'imap', () => imap.port],
  ] as const;

  describe.each(doors)('%s', (_, protocol, port) => {
    const shake = (args: readonly string[], say = ''): Promise<Ended> =>
      run(
        'openssl',
        ['s_client', '-connect', `127.0.0.1:${port()}`, '-starttls', protocol, '-ign_eof', ...args],
        say || (protocol === 'smtp' ? 'QUIT\r\n' : 'a LOGOUT\r\n'),
      );

    it.concurrent.each(SUITES)('EX_OPE_5010, EX_LPS_0200: speaks TLS 1.2 with %s', async (suite) => {
      const { stdout } = await shake(['-tls1_2', '-cipher', suite]);
      expect(stdout).toMatch(new RegExp(`^New, TLSv1\\.2, Cipher is ${suite}$`, 'm'));
      expect(bitsOf(stdout)).toBeGreaterThanOrEqual(suite.startsWith('ECDHE') ? 253 : 2048);
    });

    it.concurrent.each(OTHERS)('EX_OPE_5010, EX_LPS_0200: is no connection with %s', async (suite) => {
      const { stdout, code } = await shake(['-tls1_2', '-cipher', `${suite}@SECLEVEL=0`]);
      expect([stdout, code]).toEqual([expect.stringContaining('Cipher is (NONE)'), 1]);
    });

    it.concurrent.each(['-tls1_1', '-tls1'])('EX_LPS_0100: is no connection with %s', async (version) => {
      const { stdout, code } = await shake([version, ...OLD]);
      expect([stdout, code]).toEqual([expect.stringContaining('Cipher is (NONE)'), 1]);
    });

    it('RE_OPE_5015: speaks TLS 1.3', async () => {
      const { stdout } = await shake(['-tls1_3']);
      expect(stdout).toMatch(/^New, TLSv1\.3, Cipher is TLS_AES_256_GCM_SHA384$/m);
    });

    it('EX_OPE_5010: neither compresses nor lets a client renegotiate', async () => {
      // To openssl a line « R » means: renegotiate.
      const { stdout, stderr } = await run(
        'openssl',
        ['s_client', '-connect', `127.0.0.1:${port()}`, '-starttls', protocol, '-tls1_2'],
        'R\n',
        'open',
      );
      expect(stdout).toContain('Compression: NONE');
      expect(stderr).toMatch(/RENEGOTIATING[\s\S]*no renegotiation/);
    });

    it('does not take up an earlier session, which would skip the judgement of a certificate', async () => {
      const { stdout } = await shake(['-tls1_2', '-reconnect']);
      expect(stdout).not.toMatch(/^Reused, /m);
      expect(stdout.match(/^New, TLSv1\.2/gm)?.length).toBeGreaterThan(0);
    });
  });

  it('EX_OPE_5040: the chain of the MX is that of the store, whoever sends it', async () => {
    const { stdout } = await run(
      'openssl',
      [
        ...['s_client', '-connect', `127.0.0.1:${world.edge.mxPort}`, '-starttls', 'smtp', '-ign_eof'],
        ...['-CAfile', world.chainFile, '-verify_hostname', 'mx.cachet.test', '-verify_return_error'],
      ],
      'QUIT\r\n',
    );
    expect(stdout).toContain('Verify return code: 0 (ok)');
    expect(stdout).toContain('No client certificate CA names sent');
  });
});

function bitsOf(transcript: string): number {
  return Number(/^Server Temp Key: .* (\d+) bits$/m.exec(transcript)?.[1]);
}
