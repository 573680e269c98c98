import { type Outcome, sentence } from '@cachet/mss-core';
import { SandboxError } from './sandbox-error.js';

/** What was done. @throws SandboxError when the product refused it: the world of the sandbox breaks one of its rules. */
export function must<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new SandboxError(
    `Le monde d’essai est refusé : ${sentence(outcome.refusal)}`,
    `The sandbox world is refused: ${sentence(outcome.refusal, 'en')}`,
  );
}
