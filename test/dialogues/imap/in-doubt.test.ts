import { LetterInDoubt } from '@cachet/mailstore';
import { CommitInDoubt } from '@cachet/schema';
import { afterEach, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { ImapWorld } from './support/imap-world.js';

let world: ImapWorld;

afterEach(() => world.close());

const LETTER = 'Subject: bilan\r\n\r\nBonjour.\r\n';

async function append(client: ImapLineClient): Promise<string | null> {
  client.send(`a APPEND INBOX {${LETTER.length}}\r\n`);
  expect(await client.line()).toMatch(/^\+ /);
  client.send(`${LETTER}\r\n`);
  return client.line(10_000);
}

it('a commit whose answer was lost is OK when the database kept it: the letter is there once', async () => {
  world = await ImapWorld.open({
    losesAnswers: true,
    store: (store) => ({
      ...store,
      deposits: {
        ...store.deposits,
        inFolders: (context, balId, work) => {
          world.losing?.loseAnswer('append_letter', 'SELECT');
          return store.deposits.inFolders(context, balId, work);
        },
      },
    }),
  });
  const client = await ImapLineClient.signedIn(world.port, await world.holder());
  expect(await append(client)).toMatch(/^a OK \[APPENDUID \d+ 1\]/);
  expect(world.losing?.isWaiting).toBe(false);
  expect(await client.command('c STATUS INBOX (MESSAGES UIDNEXT)')).toContain(
    '* STATUS "INBOX" (MESSAGES 1 UIDNEXT 2)',
  );
});

it('it is NO [UNAVAILABLE] when the database never had it, and nothing is there', async () => {
  world = await ImapWorld.open({ losesAnswers: true });
  const client = await ImapLineClient.signedIn(world.port, await world.holder());
  world.losing?.loseQuestion('message.appended');
  expect(await append(client)).toMatch(/^a NO \[UNAVAILABLE\] /);
  expect(await client.command('c STATUS INBOX (MESSAGES UIDNEXT)')).toContain(
    '* STATUS "INBOX" (MESSAGES 0 UIDNEXT 1)',
  );
});

it('when nobody can tell, the session ends with BYE and the command has no answer', async () => {
  const doubt = new LetterInDoubt(new CommitInDoubt(null, new Error('connection lost')));
  let isLost = false;
  world = await ImapWorld.open({
    store: (store) => ({
      ...store,
      inBal: async (context, balId, work) => {
        if (isLost) throw doubt;
        return store.inBal(context, balId, work);
      },
    }),
  });
  const holder = await world.holder();
  await file(world, holder, 'INBOX', [LETTER]);
  const client = await ImapLineClient.signedIn(world.port, holder);
  await client.command('s SELECT INBOX');
  isLost = true;
  client.send('a MOVE 1 Trash\r\n');
  expect(await client.line()).toBe('* BYE Whether the last command was done is not known');
  expect(await client.line()).toBeNull();
  isLost = false;
});
