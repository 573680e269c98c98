import { setTimeout as wait } from 'node:timers/promises';

/** Asks again until it is so. @throws Error after the deadline. */
export async function until(isSo: () => boolean | Promise<boolean>, deadlineMs = 5_000): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('what was waited for did not come');
    await wait(10);
  }
}
