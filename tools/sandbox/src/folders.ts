import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '@cachet/runtime';
import { SandboxError } from './sandbox-error.js';

export const CHECKOUT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Where the sandbox keeps everything it writes. */
export interface Folders {
  readonly root: string;
  readonly postgres: string;
  readonly trustSpace: string;
  readonly mailedge: string;
  readonly logs: string;
  readonly secrets: string;
  readonly sandboxFile: string;
  readonly clockFile: string;
  readonly worldFile: string;
}

/** Makes the folders; `fresh` empties them first. `SANDBOX_VAR` moves them out of the checkout. */
export function prepareFolders(fresh: boolean): Folders {
  const root = resolve(CHECKOUT, process.env.SANDBOX_VAR || 'var');
  const at = (name: string) => join(root, name);
  const folders: Folders = {
    root,
    postgres: at('postgres'),
    trustSpace: at('trust-space'),
    mailedge: at('mailedge'),
    logs: at('log'),
    secrets: at('secrets'),
    sandboxFile: at('sandbox.json'),
    clockFile: at('business-clock'),
    worldFile: at('world.json'),
  };
  try {
    makeFolder(root);
    accessSync(root, constants.W_OK | constants.X_OK);
    refuseSecondLauncher(root);
    if (fresh)
      for (const path of Object.values(folders))
        if (path !== root) rmSync(path, { recursive: true, force: true });
    for (const path of [folders.trustSpace, folders.mailedge, folders.logs, folders.secrets])
      mkdirSync(path, { recursive: true });
    chmodSync(folders.secrets, 0o700);
    rmSync(folders.sandboxFile, { force: true });
  } catch (error) {
    if (error instanceof SandboxError) throw error;
    throw new SandboxError(
      `Le dossier de données « ${root} » ne peut pas être créé ou écrit : vérifiez son propriétaire et ses droits, ou donnez-en un autre (SANDBOX_VAR=…).`,
      `The data folder “${root}” cannot be created or written: check its owner and rights, or give another one (SANDBOX_VAR=…).`,
    );
  }
  return folders;
}

function refuseSecondLauncher(root: string): void {
  const lock = join(root, 'launcher.pid');
  const other = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  if (other && other !== process.pid && isLauncher(other))
    throw new SandboxError(
      `Le bac à sable de ce dossier tourne déjà (processus ${other}). Arrêtez-le d’abord (Ctrl-C dans son terminal).`,
      `The sandbox of this folder is already running (process ${other}). Stop it first (Ctrl-C in its terminal).`,
    );
  writeFileSync(lock, String(process.pid));
  process.on('exit', () => rmSync(lock, { force: true }));
}

function isLauncher(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('tools/sandbox/dist/main.js');
  } catch {
    return false;
  }
}
