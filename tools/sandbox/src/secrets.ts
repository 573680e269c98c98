import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets of this sandbox, made once, kept in files only their owner reads. Apps receive the paths, never the values. */
export class Secrets {
  constructor(private readonly folder: string) {}

  /** The path of a secret's file, made when missing. */
  file(name: string, make: () => string = () => randomBytes(32).toString('base64url')): string {
    const path = join(this.folder, name);
    if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600 });
    return path;
  }

  value(name: string, make?: () => string): string {
    return readFileSync(this.file(name, make), 'utf8').trim();
  }

  keepIfMissing(name: string, value: string): void {
    this.file(name, () => value);
  }

  keep(name: string, value: string): void {
    writeFileSync(join(this.folder, name), value, { mode: 0o600 });
  }
}
