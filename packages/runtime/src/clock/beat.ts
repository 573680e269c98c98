import { setTimeout as wait } from 'node:timers/promises';

const BEAT_MS = 200;

/** What is left of the beat on which refusals of sign-ins are given, so that their timing tells nothing of what was wrong. */
export function toTheBeat(elapsedMs: number): number {
  return BEAT_MS - (elapsedMs % BEAT_MS);
}

/** Waits for the beat after what began then (`performance.now()`). */
export async function onTheBeat(began: number): Promise<void> {
  await wait(toTheBeat(performance.now() - began));
}
