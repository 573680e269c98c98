import { readFile } from 'node:fs/promises';
import { quietly } from './run.mjs';

/** Whether packages may be installed: we are root on a Debian. Elsewhere people are told which they need. */
export async function mayInstall() {
  return (
    process.getuid?.() === 0 && /debian/i.test(await readFile('/etc/os-release', 'utf8').catch(() => ''))
  );
}

/** Installs Debian packages without a question. Answers null, or why not: the last lines of what was printed. */
export async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await quietly('apt-get', ['update', '-qq'], env);
  const options = ['install', '-y', '-qq', '--no-install-recommends'];
  const { code, output } = await quietly('apt-get', [...options, ...packages], env);
  if (code === 0) return null;
  const said = updated.code === 0 ? output : `${updated.output}\n${output}`;
  return said.trim().split('\n').slice(-5).join('\n');
}
