import { readFileSync, statSync } from 'node:fs';
import { EXIT, Stop, spoken, usage } from './spoken.js';

/** Where the API is and by which key it is asked. */
export interface Settings {
  readonly url: string;
  readonly key: string;
}

export interface Given {
  readonly url?: string | undefined;
  readonly keyFile?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);
const KEY = /^(?:mss|mst)_[0-9A-Za-z_-]{16,128}$/;

/** From the command line, else from the environment. @throws Stop */
export function readSettings(given: Given, env: Environment): Settings {
  return { url: readUrl(given.url ?? env.CACHET_API_URL), key: readKey(given, env) };
}

function readUrl(text: string | undefined): string {
  const url = text && URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw usage(
      'Indiquez l’adresse de l’API : --url https://… ou CACHET_API_URL.',
      'Give the address of the API: --url https://… or CACHET_API_URL.',
    );
  // A key never travels in clear.
  if (url.protocol === 'http:' && !LOCAL.has(url.hostname))
    throw usage(
      'L’API se joint par https:// ; http:// n’est permis que sur cette machine.',
      'The API is reached by https://; http:// is allowed on this machine alone.',
    );
  return url.origin;
}

function readKey({ keyFile }: Given, env: Environment): string {
  const file = keyFile ?? (env.CACHET_API_KEY ? undefined : env.CACHET_API_KEY_FILE);
  const key = (file === undefined ? (env.CACHET_API_KEY ?? '') : contentOf(file)).trim();
  if (!KEY.test(key))
    throw usage(
      'Indiquez une clé d’API : CACHET_API_KEY, ou un fichier par --key-file ou CACHET_API_KEY_FILE.',
      'Give an API key: CACHET_API_KEY, or a file by --key-file or CACHET_API_KEY_FILE.',
    );
  return key;
}

function contentOf(file: string): string {
  try {
    // Whoever else may read the file may use the key.
    if ((statSync(file).mode & 0o077) !== 0)
      throw new Stop(
        EXIT.usage,
        spoken(
          `D’autres que vous peuvent lire ${file}. Corrigez : chmod 600 ${file}`,
          `Others than you may read ${file}. Repair: chmod 600 ${file}`,
        ),
      );
    return readFileSync(file, 'utf8');
  } catch (fault) {
    if (fault instanceof Stop) throw fault;
    throw usage(`Le fichier ${file} ne peut pas être lu.`, `The file ${file} cannot be read.`);
  }
}
