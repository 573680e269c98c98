/** A reason why the sandbox cannot start or go on: one sentence with its remedy, in French and in English. */
export class SandboxError extends Error {
  constructor(
    readonly french: string,
    readonly english: string,
  ) {
    super(`${french}\n${english}`);
    this.name = 'SandboxError';
  }
}
