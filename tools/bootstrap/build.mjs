import { bin, toolEnvironment } from './paths.mjs';
import { quietly } from './run.mjs';
import { refuse, say } from './say.mjs';

/** Builds what has changed; the cache answers in less than a second when nothing has. */
export async function ensureBuilt() {
  const notice = setTimeout(() => say('Construction…', 'building'), 1500);
  const { code, output } = await quietly(
    bin('turbo'),
    ['run', 'build', '--output-logs=errors-only'],
    // What is built is what production runs, whatever the caller's shell says.
    { ...toolEnvironment(), NODE_ENV: 'production' },
  );
  clearTimeout(notice);
  if (code !== 0)
    refuse(
      `La construction a échoué.\n${output.trim().split('\n').slice(-40).join('\n')}`,
      'The build failed.',
    );
}
