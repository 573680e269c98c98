import { acceptTerms, publishTerms } from '@cachet/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ImapLineClient, xoauth2 } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const ASKED =
  "a NO [CONTACTADMIN] Pour utiliser cette boite, lisez et acceptez d'abord les conditions generales d'utilisation sur le portail : https://portail.cachet.test/cgu";

let world: ImapWorld;
let anne: Holder;

beforeEach(async () => {
  await world?.close();
  world = await ImapWorld.open();
  anne = await world.holder();
});
afterAll(() => world.close());

async function signedIn(token = anne.token) {
  const client = await ImapLineClient.encrypted(world.port);
  const answers = await client.command(`a AUTHENTICATE XOAUTH2 ${xoauth2(anne.bal.address, token)}`);
  return { client, answer: answers.at(-1) };
}

describe('EX_DCU_5030: IMAP before the terms of use are accepted', () => {
  it('lets everybody in where the operator published none', async () => {
    expect((await signedIn()).answer).toMatch(/^a OK /);
  });

  it('refuses whoever has them to accept, in French with where to do it, and lets them in once it is done', async () => {
    const terms = await publishTerms(world.database, { inForceAt: new Date() });
    expect((await signedIn()).answer).toBe(ASKED);
    expect(await world.traces(anne)).toContainEqual(
      expect.objectContaining({ kind: 'session.refused', outcome: 'cguNotAccepted' }),
    );
    await acceptTerms(anne.tenant, anne.person, terms, new Date());
    expect((await signedIn()).answer).toMatch(/^a OK /);
  });

  it('tells nothing of them to whoever holds nothing there', async () => {
    await publishTerms(world.database, { inForceAt: new Date() });
    const stranger = await world.holder();
    expect((await signedIn(stranger.token)).answer).toBe('a NO [AUTHENTICATIONFAILED] Authentication failed');
  });

  it('ends the sessions that are open when a new version comes in force at once', async () => {
    const { client } = await signedIn();
    await client.command('b SELECT INBOX');
    await publishTerms(world.database, { inForceAt: new Date() });
    expect(await client.line()).toBe('* BYE New terms of use are in force; accept them on the portal first');
  });
});
