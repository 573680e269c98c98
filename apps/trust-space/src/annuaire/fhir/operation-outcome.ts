/** A refusal of the FHIR service, told as an OperationOutcome. */
export class FhirError extends Error {
  override readonly name = 'FhirError';

  constructor(
    readonly status: number,
    /** Of the value set issue-type. */
    readonly code: string,
    message: string,
    /** Of the controls of §9.7, when one of them failed. */
    readonly control: string | null = null,
  ) {
    super(message);
  }
}

export function operationOutcome({
  code,
  message,
  control,
}: Pick<FhirError, 'code' | 'message' | 'control'>): object {
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code,
        diagnostics: message,
        details: { ...(control && { coding: [{ code: control }] }), text: message },
      },
    ],
  };
}
