import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { quietly } from './run.mjs';
import { refuse, say } from './say.mjs';

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where a browser is; on Debian as root it is installed when missing, elsewhere the person is told how. */
export async function ensureChromium() {
  const found = () => CANDIDATES.find((path) => path && existsSync(path));
  if (!found() && (await mayInstall())) await install();
  return (
    found() ??
    refuse(
      'Aucun navigateur Chromium : installez-le (sudo apt-get install chromium), puis relancez la commande.',
      'No Chromium browser: install it (sudo apt-get install chromium), then run the command again.',
    )
  );
}

async function mayInstall() {
  return (
    process.getuid?.() === 0 && /debian/i.test(await readFile('/etc/os-release', 'utf8').catch(() => ''))
  );
}

async function install() {
  say('Installation de Chromium pour les tests du portail…', 'installing Chromium for the portal’s tests');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await quietly('apt-get', ['update', '-qq'], env);
  const { code, output } = await quietly(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
    env,
  );
  if (code !== 0)
    refuse(
      `Chromium n’a pas pu être installé.\n${output.trim().split('\n').slice(-5).join('\n')}`,
      'Chromium could not be installed.',
    );
}
