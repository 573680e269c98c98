import { z } from 'zod';

/** Ways in which the FHIR interface can be told to fail. */
export const fhirMoodSchema = z.enum([
  'unauthorized',
  'forbidden',
  'tooManyRequests',
  'unavailable',
  'error500',
  'html',
  'notFhir',
  'truncated',
  'silent',
  'slow',
  'loop',
  'elsewhere',
  'hostile',
]);
export type FhirMood = z.infer<typeof fhirMoodSchema>;

/** Refusals that are told by a status and an OperationOutcome. */
export const STATUS_OF_MOOD: Partial<Record<FhirMood, readonly [status: number, code: string]>> = {
  unauthorized: [401, 'login'],
  forbidden: [403, 'forbidden'],
  tooManyRequests: [429, 'throttled'],
  unavailable: [503, 'transient'],
};
