import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImapLineClient } from '../imap/support/imap-line-client.js';
import { EdgeUnderTest, letter, PEER_DOMAIN } from './support/edge-under-test.js';
import { imapBeside } from './support/imap-beside.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

let edge: EdgeUnderTest;
let hospital: TestTenant;
beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  edge.list([hospital.domain]);
});
afterAll(() => edge.stop());

/** A key that our master key did not wrap, as a database restored beside the wrong one has. */
const wrapElsewhere = () =>
  edge.database.withTenant(hospital.context(), (sql) =>
    sql.query("insert into tenant_key values ($1, 0, '1', '\\x00', now()), ($1, 1, '1', '\\x00', now())", [
      hospital.id,
    ]),
  );
const mend = () => edge.database.withTenant(hospital.context(), (sql) => sql.query('delete from tenant_key'));

it('with a master key that opens nothing, letters wait at their sender and mail programs are told to come back', async () => {
  const holder = { tenant: hospital, ...(await edge.holder(hospital, 'anne.martin')) };
  const { bal } = holder;
  await wrapElsewhere();
  const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
  await client.ask('EHLO mx.peer.test');
  const send = async () => {
    await client.ask(`MAIL FROM:<jean@${PEER_DOMAIN}>`);
    await client.ask(`RCPT TO:<${bal.address}>`);
    await client.ask('DATA');
    return client.ask(`${letter(`jean@${PEER_DOMAIN}`, bal.address)}\r\n.`);
  };
  const imap = await imapBeside(edge);
  const program = await ImapLineClient.signedIn(imap.port, holder);
  const append = async (tag: string) => {
    program.send(`${tag} APPEND INBOX {12+}\r\nSubject: x\r\n\r\n`);
    return (await program.until(`${tag} `)).at(-1);
  };
  expect(await send()).toMatch(/^451 4\.3\.0 /);
  expect(await append('a')).toMatch(/^a NO \[UNAVAILABLE\]/);
  expect(await edge.messagesIn(hospital, bal, 'inbox')).toEqual([]);
  await mend();
  expect(await send()).toMatch(/^250 /);
  expect(await append('b')).toMatch(/^b OK/);
  expect(await edge.messagesIn(hospital, bal, 'inbox')).toHaveLength(2);
  program.close();
  client.close();
  await imap.server.close();
});
