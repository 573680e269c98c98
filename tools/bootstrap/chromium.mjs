import { existsSync } from 'node:fs';
import { aptInstall, mayInstall } from './apt.mjs';
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

async function install() {
  say('Installation de Chromium pour les tests du portail…', 'installing Chromium for the portal’s tests');
  const fault = await aptInstall(['chromium']);
  if (fault !== null)
    refuse(`Chromium n’a pas pu être installé.\n${fault}`, 'Chromium could not be installed.');
}
