/** Why a provider cannot be used, as its structure is told. */
export type ProviderProblem =
  | 'unreachable'
  | 'addressNotPublic'
  | 'noDescription'
  | 'otherIssuer'
  | 'noSignature'
  | 'noCode'
  | 'noPkce'
  | 'noSecret'
  | 'endpointMissing'
  | 'clientRefused'
  | 'answerRefused';

/** The provider did not answer as it should, or not as we take it. Its message is for our log. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault';

  constructor(
    readonly problem: ProviderProblem,
    message: string,
  ) {
    super(message);
  }
}
