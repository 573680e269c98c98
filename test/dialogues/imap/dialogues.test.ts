import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type DialogueScanners, startScanners } from '../smtp/support/scanners.js';
import { play, readDialogue } from './support/dialogue.js';
import { given } from './support/given.js';
import { ImapWorld } from './support/imap-world.js';

const FOLDER = new URL('./', import.meta.url);

describe('IMAP dialogues', () => {
  let world: ImapWorld;
  let scanners: DialogueScanners;

  beforeAll(async () => {
    [world, scanners] = await Promise.all([ImapWorld.open(), startScanners()]);
  });
  afterAll(() => Promise.all([world.close(), scanners.stop()]));

  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.dialog'))) {
    // One character per octet, as clients and server write them: UTF-8 in a dialogue is UTF-8 on the wire.
    const dialogue = readDialogue(readFileSync(new URL(file, FOLDER), 'latin1'));
    const title = Buffer.from(dialogue.title, 'latin1').toString();
    it(`${title} (${file})`, async () => {
      await play(dialogue, await given(world, scanners, dialogue.given));
    });
  }
});
