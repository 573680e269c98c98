import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const ledgerSchema = z.object({
  crlNumber: z.number().int(),
  issued: z.record(z.string(), z.object({ serial: z.string(), recipe: z.string() })),
  revoked: z.record(z.string(), z.string()),
});

/** The register of the test authority: what it issued under which name, and what it revoked and when. */
export class Ledger {
  private constructor(
    private readonly path: string,
    private readonly state: z.infer<typeof ledgerSchema>,
  ) {}

  static open(path: string): Ledger {
    if (!existsSync(path)) return new Ledger(path, { crlNumber: 0, issued: {}, revoked: {} });
    return new Ledger(path, ledgerSchema.parse(JSON.parse(readFileSync(path, 'utf8'))));
  }

  /** The recipe of the certificate issued under this name: a change of recipe means a new certificate. */
  recipeOf(name: string): string | null {
    return this.state.issued[name]?.recipe ?? null;
  }

  serialOf(name: string): string | null {
    return this.state.issued[name]?.serial ?? null;
  }

  record(name: string, serial: string, recipe: string): void {
    this.state.issued[name] = { serial: serial.toLowerCase(), recipe };
    this.save();
  }

  revoke(serial: string, at: Date): void {
    this.state.revoked[serial.toLowerCase()] ??= at.toISOString();
    this.save();
  }

  revocations(): readonly { serial: string; at: Date }[] {
    return Object.entries(this.state.revoked).map(([serial, at]) => ({ serial, at: new Date(at) }));
  }

  revokedAt(serial: string): Date | null {
    const at = this.state.revoked[serial.toLowerCase()];
    return at ? new Date(at) : null;
  }

  hasIssued(serial: string): boolean {
    return Object.values(this.state.issued).some((entry) => entry.serial === serial.toLowerCase());
  }

  nextCrlNumber(): number {
    this.state.crlNumber += 1;
    this.save();
    return this.state.crlNumber;
  }

  private save(): void {
    writeFileSync(`${this.path}.new`, JSON.stringify(this.state, null, 2), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}
