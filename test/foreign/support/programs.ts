import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it, describe as story } from 'vitest';

/** What a program did: everything it said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const FOLDERS = ['/usr/bin', '/usr/sbin', '/bin'];
const WITHIN_MS = 15_000;

/** Runs a program to its end, whatever that is, giving it that text to read; `open` leaves it waiting for more. */
export function run(
  program: string,
  args: readonly string[],
  input = '',
  after: 'end' | 'open' = 'end',
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // Some programs take SIGTERM for a wish to finish at leisure.
    const options = {
      timeout: WITHIN_MS,
      killSignal: 'SIGKILL',
      maxBuffer: 2 ** 26,
      env: environment(),
    } as const;
    const child = execFile(program, [...args], options, (fault, stdout, stderr) => {
      if (!fault) return resolve({ code: 0, stdout, stderr });
      if (typeof fault.code === 'number') return resolve({ code: fault.code, stdout, stderr });
      return reject(new Error(`${program}: ${fault.message}\n${stdout}${stderr}`));
    });
    // A program that has heard enough closes its ear first.
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(input);
    if (after === 'end') child.stdin?.end();
  });
}

/**
 * Stories told with programs that `npm test` installs. Where one lacks: a failed test for root, who could have it installed; for
 * anyone else the stories are skipped and a line says which program they want.
 */
export function withPrograms(programs: readonly string[], title: string, stories: () => void): void {
  const missing = programs.filter((name) => !FOLDERS.some((folder) => existsSync(`${folder}/${name}`)));
  const isRoot = process.getuid?.() === 0;
  // Postfix gives each of its parts its own rights, and so wants root even where it is installed.
  const needsRoot = programs.includes('postfix') && !isRoot;
  if (missing.length === 0 && !needsRoot) {
    story(title, stories);
  } else if (isRoot) {
    story(title, () => it('has its programs', () => expect(missing).toEqual([])));
  } else {
    const why = missing.length > 0 ? `missing: ${missing.join(', ')}` : 'Postfix is run by root only';
    process.stderr.write(`SKIPPED, ${title} (${why})\n`);
    story.skip(`${title} (${why})`, stories);
  }
}

/** Nothing of the person's own settings (~/.curlrc, ~/.msmtprc, proxies). */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC', HOME: '/nonexistent' };
}
