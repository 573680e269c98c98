import { readdirSync, readFileSync } from 'node:fs';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { play, readDialogue } from '../imap/support/dialogue.js';
import { EdgeUnderTest } from './support/edge-under-test.js';
import { type DialogueWorld, given } from './support/given.js';
import { startScanners } from './support/scanners.js';

const FOLDER = new URL('./', import.meta.url);

describe('SMTP dialogues', () => {
  let world: DialogueWorld;

  beforeAll(async () => {
    const edge = await EdgeUnderTest.start();
    const hospital = await TestTenant.create(edge.database, {
      domain: 'ch-valmont.mssante.fr',
      kind: 'structure',
    });
    const anne = await edge.holder(hospital, 'anne.martin');
    const colleague = await edge.holder(hospital, 'paul.petit');
    const automaton = await hospital.bal({ address: 'automate', kind: 'applicative' });
    edge.list([hospital.domain]);
    world = {
      ...{ edge, hospital, token: anne.token, colleagueToken: colleague.token },
      ...{ address: anne.bal.address, application: automaton.address },
      scanners: await startScanners(),
    };
  });
  afterAll(async () => {
    await world.edge.stop();
    await world.scanners.stop();
  });

  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.dialog'))) {
    const dialogue = readDialogue(readFileSync(new URL(file, FOLDER), 'utf8'));
    it(`${dialogue.title} (${file})`, async () => {
      await play(dialogue, await given(world, dialogue.given));
    });
  }
});
