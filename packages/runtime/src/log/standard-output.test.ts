import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';

const LINES = 2_000;

/** A process that logs much when it is told to, and ends at once. */
function talker(): ChildProcess {
  const runtime = new URL('../../dist/index.js', import.meta.url).href;
  const script = `
    const { createLogger } = await import(${JSON.stringify(runtime)});
    const logger = createLogger('talker', 'info');
    process.on('message', () => {
      for (let n = 0; n < ${LINES}; n += 1) logger.info({ n }, 'still there');
      process.exit(3);
    });
    process.send('ready');`;
  const args = ['--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

it('a process ends though nobody reads its log any more', async () => {
  const child = talker();
  await once(child, 'message');
  child.stdout?.destroy();
  await once(child.stdout!, 'close');
  child.send('speak');
  expect(await once(child, 'exit')).toEqual([3, null]);
});

it('a process that ends has said what it had to say', async () => {
  const child = talker();
  let said = '';
  child.stdout?.on('data', (bytes) => {
    said += bytes;
  });
  await once(child, 'message');
  child.send('speak');
  await once(child, 'close');
  expect(said.trim().split('\n')).toHaveLength(LINES);
});
