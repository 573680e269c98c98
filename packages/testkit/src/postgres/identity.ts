import { chownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** How PostgreSQL's programs are started, for they refuse to run as root. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
  /** Programs put before the command, each replacing itself by the next. */
  readonly wrap: readonly string[];
}

const NOBODY = 65534;

/**
 * As ourselves when we are not root; as nobody when nobody may enter every directory on the way; else in a user
 * namespace where root wears another number (a checkout under /root).
 */
export function chooseIdentity(paths: readonly string[]): RunAs {
  if (process.getuid?.() !== 0) return { wrap: [] };
  if (paths.every(everybodyMayEnter)) return { uid: NOBODY, gid: NOBODY, wrap: [] };
  return { wrap: ['unshare', '--user', '--map-user=1000', '--map-group=1000'] };
}

/** Gives a data directory and all that is in it to the identity that will run on it. */
export function giveTo(directory: string, { uid, gid, wrap }: RunAs): void {
  const [owner, group] = wrap.length > 0 ? [0, 0] : [uid, gid];
  if (process.getuid?.() !== 0 || owner === undefined || group === undefined) return;
  if (statSync(directory).uid !== owner) chownTree(directory, owner, group);
}

function everybodyMayEnter(file: string): boolean {
  for (let at = path.dirname(path.resolve(file)); ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

function chownTree(entry: string, uid: number, gid: number): void {
  if (lstatSync(entry).isDirectory()) {
    for (const name of readdirSync(entry)) chownTree(path.join(entry, name), uid, gid);
  }
  if (!lstatSync(entry).isSymbolicLink()) chownSync(entry, uid, gid);
}
