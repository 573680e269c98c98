/** Why the FHIR service did not do what it was asked. */
export type FhirTrouble =
  /** Our key is not, or no longer, the right one. */
  | 'refusedKey'
  /** Too many calls: not before `retryAfterMs`. */
  | 'throttled'
  /** It is away, or in trouble. */
  | 'away'
  /** What came is not FHIR as we know it. */
  | 'notFhir'
  /** It does not understand, or does not want, what was asked. */
  | 'refused';

/** An exchange with the FHIR service that failed. Its message tells neither what was looked for nor the key. */
export class FhirFailure extends Error {
  override readonly name = 'FhirFailure';

  constructor(
    readonly trouble: FhirTrouble,
    message: string,
    readonly status: number | null = null,
    readonly retryAfterMs: number | null = null,
    /** What it said, when it said it as an OperationOutcome. */
    readonly issues: readonly FhirIssue[] = [],
  ) {
    super(message);
  }
}

export interface FhirIssue {
  readonly code: string;
  /** Of a control of §9.7, when it names one. */
  readonly control: string | null;
  readonly text: string;
}
