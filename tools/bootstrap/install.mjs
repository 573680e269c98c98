import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { quietly } from './run.mjs';
import { refuse, say } from './say.mjs';

const LOCK = join(ROOT, 'package-lock.json');
/** What npm writes of what it has installed. */
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json');
const REACH_MS = 6000;

/** Installs the locked dependencies when one is missing or is not of the locked version. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  say('Installation des dépendances…', 'installing dependencies');
  const offline = !(await registryAnswers());
  const { code, output } = await quietly(
    'npm',
    ['ci', '--include=dev', '--include=optional', '--loglevel=error', ...(offline ? ['--offline'] : [])],
    process.env,
  );
  if (code !== 0) explain(output, offline);
}

function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  const { packages: there } = JSON.parse(readFileSync(INSTALLED, 'utf8'));
  const { packages: wanted } = JSON.parse(readFileSync(LOCK, 'utf8'));
  return Object.entries(wanted).every(
    ([path, entry]) =>
      !path.includes('node_modules/') ||
      entry.optional ||
      entry.link ||
      there[path]?.version === entry.version,
  );
}

async function registryAnswers() {
  const { output } = await quietly('npm', ['config', 'get', 'registry', '--loglevel=silent'], process.env);
  try {
    await fetch(output.trim().split('\n').at(-1), { method: 'HEAD', signal: AbortSignal.timeout(REACH_MS) });
    return true;
  } catch (error) {
    // A registry behind a private authority answers npm, which knows that authority, even where this request fails.
    return /CERT|SIGNED|UNABLE_TO_VERIFY/.test(error?.cause?.code ?? '');
  }
}

/** Ends with the sentence that fits why npm failed. */
export function explain(output, offline) {
  if (offline)
    refuse(
      'Le registre npm ne répond pas et le cache local ne suffit pas : vérifiez la connexion réseau (ou le proxy : npm config set proxy …), puis relancez la commande.',
      'The npm registry does not answer and the local cache is not enough: check the network (or the proxy: npm config set proxy …), then run the command again.',
    );
  if (/EACCES|EPERM|EROFS/.test(output))
    refuse(
      `Le dossier « ${ROOT} » ne peut pas être écrit : donnez-vous les droits d’écriture, puis relancez la commande.`,
      `The folder “${ROOT}” cannot be written: give yourself write access, then run the command again.`,
    );
  if (/ENOSPC/.test(output))
    refuse(
      'Le disque est plein : libérez environ 2 Go, puis relancez la commande.',
      'The disk is full: free about 2 GB, then run the command again.',
    );
  refuse(
    `L’installation des dépendances a échoué.\n${output.trim().split('\n').slice(-8).join('\n')}`,
    'Installing the dependencies failed.',
  );
}
