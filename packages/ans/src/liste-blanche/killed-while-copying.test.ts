import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleChild } from '../../test/bundle-child.fixture.js';
import { ListeBlancheCopy } from './liste-blanche-copy.js';

let child: Awaited<ReturnType<typeof bundleChild>>;
let folder: string;

beforeAll(async () => {
  child = await bundleChild('child-that-copies');
  folder = await mkdtemp(join(tmpdir(), 'cachet-liste-'));
});

afterAll(async () => {
  await rm(child.folder, { recursive: true });
  await rm(folder, { recursive: true });
});

/** Starts a process that copies lists, and kills it at some moment of its second list or of a later one. */
async function killWhileCopying(first: number, afterMs: number): Promise<void> {
  const running = spawn(process.execPath, [child.program, folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([once(running.stdout, 'data'), once(running, 'exit')]);
  await wait(afterMs);
  const gone = once(running, 'exit');
  running.kill('SIGKILL');
  expect(await gone).toEqual([null, 'SIGKILL']);
}

it('C06, EX_2.2_5035: a process killed at any moment leaves a whole list, and never goes back', async () => {
  let newest = -1;
  for (let round = 0; round < 30; round += 1) {
    await killWhileCopying(round * 1_000, (round * 7) % 23);
    const { value: stored } = await new ListeBlancheCopy(folder).newestFirst().next();
    if (!stored) throw new Error('no list remains');
    expect(createHash('sha256').update(stored.xml).digest('hex')).toBe(stored.version.sha256);
    const number = Number(stored.version.id.slice(1));
    expect(number).toBeGreaterThan(newest);
    newest = number;
  }
}, 120_000);
