import { type SourceAccount, SourceRefused } from '@cachet/mailedge/moving';
import { SourceLost } from '@cachet/mss-core';
import { freePort } from '@cachet/testkit';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../dialogues/imap/support/self-signed.js';
import { EXPECTED, fill } from '../moving/support/filled-account.js';
import { Takeover } from '../moving/support/takeover.js';
import { mayRunDovecotImap, type RunningDovecotImap, startDovecotImap } from './dovecot-imap.js';

const NAME = 'imap.ancien.test';
let dovecot: RunningDovecotImap;
let certificate: string;
let takeover: Takeover;

describe.runIf(mayRunDovecotImap())('mail taken over from Debian’s Dovecot', () => {
  beforeAll(async () => {
    const identity = await selfSigned(NAME);
    certificate = identity.certificate;
    dovecot = await startDovecotImap(await freePort(), { cert: certificate, key: identity.key });
    const client = new ImapFlow({
      ...{ host: '127.0.0.1', port: dovecot.port, secure: false, servername: NAME, logger: false },
      tls: { ca: certificate },
      auth: { user: 'anne', pass: 'secret' },
    });
    await client.connect();
    await fill(client);
    await client.logout();
    takeover = await Takeover.open();
  });
  afterAll(async () => {
    await dovecot.stop();
    await takeover.close();
  });

  const account = (): SourceAccount => ({
    ...{ host: '127.0.0.1', port: dovecot.port, security: 'starttls', ca: certificate },
    certificateName: NAME,
    user: 'anne',
    secret: { pass: 'secret' },
  });

  it('each letter to the octet, with its flags, keywords and date, in the folder that its name means', async () => {
    expect((await takeover.run(account())).ok).toBe(true);
    for (const [name, given] of EXPECTED) {
      const taken = await takeover.folder(name);
      expect(taken.map(({ raw }) => raw.toString())).toEqual(given.map(({ raw }) => raw.toString()));
      expect(taken.map(({ flags }) => flags)).toEqual(given.map(({ flags }) => [...flags].sort()));
      expect(taken.map(({ internalDate }) => internalDate)).toEqual(given.map(({ date }) => date));
    }
    expect((await takeover.run(account())).ok).toBe(true);
    expect(await takeover.folder('INBOX')).toHaveLength(3);
  });

  it('not from a server whose certificate nobody vouches for, or that bears another name, nor with a wrong secret', async () => {
    const other = await selfSigned(NAME);
    for (const wrong of [
      { ...account(), ca: other.certificate },
      { ...account(), ca: null },
      { ...account(), certificateName: 'imap.autre.test' },
      { ...account(), secret: { pass: 'faux' } },
    ])
      await expect(takeover.run(wrong)).rejects.toThrow(SourceRefused);
  });

  it('never in clear unless told', async () => {
    await expect(takeover.run({ ...account(), security: 'tls' }, 0)).rejects.toThrow(SourceLost);
    // It refuses passwords in clear itself: what matters is that this had to be asked for.
    await expect(takeover.run({ ...account(), security: 'plaintext' }, 0)).rejects.toThrow();
  });
});
