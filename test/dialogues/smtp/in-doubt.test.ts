import type { EntryOptions } from '@cachet/mailedge/smtp';
import { LetterInDoubt } from '@cachet/mailstore';
import { CommitInDoubt } from '@cachet/schema';
import { afterEach, expect, it } from 'vitest';
import { EdgeUnderTest } from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

let edge: EdgeUnderTest | null = null;

afterEach(async () => {
  await edge?.stop();
  edge = null;
});

const doubt = new CommitInDoubt(null, new Error('connection lost'));

/** An entry that lets everybody in and whose letters end with this fault. */
function ending(fault: Error): ReturnType<EntryOptions['openEntry']> {
  const go = async () => null;
  return {
    secured: go,
    mail: go,
    recipient: go,
    mayReceive: () => null,
    message: async ({ octets }) => {
      for await (const _ of octets);
      throw fault;
    },
    reset: () => undefined,
    closed: async () => undefined,
  };
}

async function sendLetter(fault: Error): Promise<RawSmtpClient> {
  edge = await EdgeUnderTest.start({ openEntry: () => ending(fault) });
  const client = await RawSmtpClient.secured(edge.mxPort, null);
  for (const command of ['EHLO pair.fr', 'MAIL FROM:<anne@pair.fr>', 'RCPT TO:<bruno@ici.fr>'])
    expect(await client.ask(command)).toMatch(/^250/);
  expect(await client.ask('DATA')).toMatch(/^354/);
  client.send('Subject: x\r\n\r\nBonjour.\r\n.\r\n');
  return client;
}

it('a letter of which nobody knows whether it was kept has no reply: the session is closed', async () => {
  const client = await sendLetter(new LetterInDoubt(doubt));
  expect(await client.untilClosed()).toBe('');
  expect(edge?.faults).toHaveLength(1);
});

it('any other commit in doubt is a fault like others', async () => {
  const client = await sendLetter(doubt);
  expect(await client.reply()).toMatch(/^451 4\.3\.0 /);
  expect(await client.ask('NOOP')).toMatch(/^250 /);
});
