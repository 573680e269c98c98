import { z } from 'zod';
import { FAULT_CODES, type FaultCode } from './soap-fault.js';

/** Ways in which the feeding can be told to fail: each documented refusal, a server that is not itself, and reports that are not right. */
export const moodSchema = z.enum([
  ...FAULT_CODES,
  'html',
  'error500',
  'silent',
  'reportOfAnotherTicket',
  'reportTruncated',
  'reportWithWrongSum',
]);
export type Mood = z.infer<typeof moodSchema>;

export function isFault(mood: Mood): mood is FaultCode {
  return (FAULT_CODES as readonly string[]).includes(mood);
}

/** How the next calls of one interface go; strict, and as itself, when nothing was told. */
export class Moods<M extends string = Mood> {
  private mood: M | null = null;
  private left = 0;

  tell(mood: M | null, times: number): void {
    this.mood = mood;
    this.left = mood === null ? 0 : times;
  }

  /** Of the call that comes. */
  take(): M | null {
    if (this.left === 0) return null;
    this.left -= 1;
    return this.mood;
  }
}
