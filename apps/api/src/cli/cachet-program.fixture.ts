import { execFile } from 'node:child_process';
import path from 'node:path';

/** The real program, as it was built. */
const PROGRAM = path.resolve(import.meta.dirname, '../../../cli/dist/main.js');

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What the command said, and how it ended. */
export function cachetProgram(typed: readonly string[], env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) =>
    execFile(process.execPath, [PROGRAM, ...typed], { env, maxBuffer: 2 ** 26 }, (fault, out, err) =>
      resolve({ code: fault === null ? 0 : Number(fault.code), out, err }),
    ),
  );
}
