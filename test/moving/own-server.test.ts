import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImapWorld } from '../dialogues/imap/support/imap-world.js';
import { selfSigned } from '../dialogues/imap/support/self-signed.js';
import { EXPECTED, fill } from './support/filled-account.js';
import { Takeover } from './support/takeover.js';

const NAME = 'mx.operateur-cachet.mssante.fr';
let world: ImapWorld;
let takeover: Takeover;
let ca: string;

beforeAll(async () => {
  const { context, certificate } = await selfSigned(NAME);
  ca = certificate;
  world = await ImapWorld.open({ secureContext: () => context });
  takeover = await Takeover.open();
});
afterAll(async () => {
  await world.close();
  await takeover.close();
});

it('mail is taken over from another Cachet by a token, special folders by what the server says', async () => {
  const holder = await world.holder();
  const client = new ImapFlow({
    ...{ host: '127.0.0.1', port: world.port, secure: false, servername: NAME, logger: false },
    tls: { ca },
    auth: { user: holder.bal.address, accessToken: holder.token },
  });
  await client.connect();
  await fill(client);
  await client.logout();
  const run = await takeover.run({
    ...{ host: '127.0.0.1', port: world.port, security: 'starttls', ca, certificateName: NAME },
    user: holder.bal.address,
    secret: { accessToken: holder.token },
  });
  expect(run.ok).toBe(true);
  for (const [name, given] of EXPECTED) {
    const taken = await takeover.folder(name);
    expect(taken.map(({ raw }) => raw.toString())).toEqual(given.map(({ raw }) => raw.toString()));
    expect(taken.map(({ flags }) => flags)).toEqual(given.map(({ flags }) => [...flags].sort()));
    expect(taken.map(({ internalDate }) => internalDate)).toEqual(given.map(({ date }) => date));
  }
  expect((await takeover.names()).filter((name) => /envoy|deleted/i.test(name))).toEqual([]);
});
