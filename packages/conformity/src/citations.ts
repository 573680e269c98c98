import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One place that names a requirement: as evidence in a test's title, or in the code that satisfies it. */
export interface Citation {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly kind: 'test' | 'code';
}

const ID = /\b(?:EX|RE)_[A-Z0-9.]+_\d{2,4}\b/g;
const TITLE = /\b(?:describe|it|test)(?:\.each\([^)]*\)|\.concurrent)?\(\s*[`'"]/;
const SCANNED = ['apps', 'packages', 'tools', 'test', 'docs'];
const SOURCES = /\.(?:ts|tsx|mjs|graphql|dialog|sql|md)$/;

/** Every citation in the files git knows. A Markdown file may name a requirement (unknown ids fail there too) but proves nothing. */
export function findCitations(root: string): Citation[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...SCANNED], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter(
      (file) =>
        SOURCES.test(file) && !file.startsWith('packages/conformity/') && existsSync(join(root, file)),
    )
    .flatMap((file) => citationsIn(file, readFileSync(join(root, file), 'utf8')));
}

export function citationsIn(file: string, text: string): Citation[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(ID)].map((match) => ({
      id: match[0],
      file,
      line: index + 1,
      kind: kindOf(file, line),
    })),
  );
}

function kindOf(file: string, line: string): Citation['kind'] {
  if (file.endsWith('.dialog') && line.startsWith('#')) return 'test';
  return /\.test\.ts$/.test(file) && TITLE.test(line) ? 'test' : 'code';
}
