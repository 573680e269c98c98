import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Depositor } from './deposit-answer.js';
import type { Treatment } from './report.js';

export interface Deposit {
  readonly id: number;
  readonly fileName: string;
  readonly archiveName: string;
  readonly identity: string;
  readonly email: string;
  /** What the liste blanche gave to the operator when it deposited. */
  readonly domains: readonly string[];
  readonly at: string;
  /** Octets. */
  readonly size: number;
  readonly sha256: string;
  readonly segments: number;
  treatment: Treatment | null;
}

/** The archives received, on the disk from one start to the next. */
export class Deposits {
  private readonly file: string;
  readonly all: Deposit[];

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, 'deposits.json');
    const kept: Deposit[] = existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : [];
    // Those of former versions lay in the list itself, and are forgotten.
    this.all = kept.filter(({ id, sha256 }) => sha256 !== undefined && existsSync(this.pathOf(id)));
  }

  pathOf(id: number): string {
    return join(this.folder, `${id}.zip`);
  }

  spoolPath(name: string): string {
    return join(this.folder, name);
  }

  byId(id: string): Deposit | undefined {
    return this.all.find((deposit) => String(deposit.id) === id);
  }

  async add(who: Depositor, fileName: string, path: string, segments: number, at: Date): Promise<Deposit> {
    const id = (this.all.at(-1)?.id ?? 0) + 1;
    await rename(path, this.pathOf(id));
    const sum = createHash('sha256');
    await pipeline(createReadStream(this.pathOf(id)), sum);
    const deposit: Deposit = {
      ...{ id, fileName, archiveName: `${id}_${who.identity}.zip`, identity: who.identity, email: who.email },
      ...{ domains: who.domains, at: at.toISOString(), size: statSync(this.pathOf(id)).size },
      ...{ sha256: sum.digest('hex'), segments, treatment: null },
    };
    this.all.push(deposit);
    this.save();
    return deposit;
  }

  /** Whether a file of that name passed its controls in another deposit. */
  wasAccepted(name: string, except: Deposit): boolean {
    return this.all.some(
      ({ id, treatment }) =>
        id < except.id && treatment?.files.some((file) => file.name === name && file.verdict !== 1),
    );
  }

  save(): void {
    writeFileSync(this.file, JSON.stringify(this.all), { mode: 0o600 });
  }
}
