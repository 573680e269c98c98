import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { play, readDialogue } from './support/dialogue.js';
import { given } from './support/given.js';
import { ImapWorld } from './support/imap-world.js';

const FOLDER = new URL('./', import.meta.url);

describe('IMAP dialogues', () => {
  let world: ImapWorld;

  beforeAll(async () => {
    world = await ImapWorld.open();
  });
  afterAll(() => world.close());

  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.dialog'))) {
    const dialogue = readDialogue(readFileSync(new URL(file, FOLDER), 'utf8'));
    it(`${dialogue.title} (${file})`, async () => {
      await play(dialogue, await given(world, dialogue.given));
    });
  }
});
