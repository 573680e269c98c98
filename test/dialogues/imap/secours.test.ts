import type { TestAuthenticator } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImapLineClient, xoauth2 } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';
import { until } from './support/until.js';

const REFUSED = 'a NO [AUTHENTICATIONFAILED] Authentication failed';

let world: ImapWorld;
let anne: Holder;
let authenticator: TestAuthenticator;

beforeAll(async () => {
  world = await ImapWorld.open();
  anne = await world.holder();
});
afterAll(() => world.close());

const plain = (password: string, address: string = anne.bal.address) =>
  Buffer.from(`\0${address}\0${password}`).toString('base64');

async function ask(...commands: string[]): Promise<string[]> {
  const client = await ImapLineClient.encrypted(world.port);
  const answers: string[] = [];
  for (const command of commands) answers.push((await client.command(command)).join('\n'));
  client.close();
  return answers;
}

const offersPlain = async () => (await ask('c CAPABILITY'))[0]?.includes('AUTH=PLAIN') ?? false;

describe('RE_LPS_0100: IMAP without Pro Santé Connect', () => {
  it('is off by default, and nothing shows it', async () => {
    const [capabilities, refusal] = await ask('c CAPABILITY', `a AUTHENTICATE PLAIN ${plain('x')}`);
    expect(capabilities).toContain('LOGINDISABLED AUTH=XOAUTH2 AUTH=OAUTHBEARER');
    expect(capabilities).not.toContain('PLAIN');
    expect(refusal).toMatch(/^a NO \[CANNOT\] /);
  });

  it('is offered once a structure switched it on, after STARTTLS only', async () => {
    await world.secours.turn(anne.tenant, true);
    await until(offersPlain);
    authenticator = await world.secours.enrol(anne.tenant, anne.person);
    const clear = await ImapLineClient.connect(world.port);
    expect(await clear.line()).not.toContain('PLAIN');
    expect((await clear.command(`a AUTHENTICATE PLAIN ${plain('x')}`)).at(-1)).toMatch(
      /^a NO \[PRIVACYREQUIRED\]/,
    );
    clear.close();
  });

  it('lets an enrolled professional read while Pro Santé Connect is out, once by each code, and the trace tells how', async () => {
    const password = plain(authenticator.passphrase + authenticator.code());
    const [outage, first, folder] = await ask(
      `p AUTHENTICATE XOAUTH2 ${xoauth2(anne.bal.address, 'outage')}`,
      `a AUTHENTICATE PLAIN ${password}`,
      'b SELECT INBOX',
    );
    expect(outage).toMatch(/^p NO \[UNAVAILABLE\]/);
    expect(first).toMatch(/^a OK /);
    expect(folder).toContain('b OK ');
    expect(await ask(`a AUTHENTICATE PLAIN ${password}`)).toEqual([REFUSED]);
    expect(await world.traces(anne)).toContainEqual(
      expect.objectContaining({
        kind: 'session.opened',
        facts: expect.objectContaining({ authentication: 'PLAIN', secondFactor: 'TOTP', protocol: 'IMAP' }),
      }),
    );
  });

  it('answers whatever is not right as any bad credentials, on the same beat', async () => {
    const { passphrase } = authenticator;
    const stranger = await world.holder();
    const right = passphrase + authenticator.code(1);
    for (const wrong of [
      plain(`${passphrase}000000`),
      plain(passphrase),
      plain(''),
      plain(right, 'nobody@nowhere.mssante.fr'),
      plain(right, stranger.bal.address),
      Buffer.from('no credentials').toString('base64'),
    ]) {
      const began = performance.now();
      expect(await ask(`a AUTHENTICATE PLAIN ${wrong}`)).toEqual([REFUSED]);
      expect(performance.now() - began).toBeGreaterThan(195);
    }
  });

  it('is revoked in the middle of a session, which ends', async () => {
    const holder = await world.holder();
    await world.secours.turn(holder.tenant, true);
    const hers = await world.secours.enrol(holder.tenant, holder.person);
    const client = await ImapLineClient.encrypted(world.port);
    const response = plain(hers.passphrase + hers.code(), holder.bal.address);
    expect((await client.command(`a AUTHENTICATE PLAIN ${response}`)).at(-1)).toMatch(/^a OK /);
    await world.secours.turn(holder.tenant, false);
    expect(await client.line()).toMatch(/^\* BYE /);
    client.close();
  });
});
