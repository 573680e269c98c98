import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunAs } from './identity.js';
import { programEnvironment } from './program-environment.js';

interface ClusterPlan {
  readonly initdb: string;
  readonly data: string;
  readonly directory: string;
  readonly runAs: RunAs;
}

/** Creates the cluster unless there is one: UTF-8, scram, a superuser whose password only its directory knows. */
export function createCluster({ initdb, data, directory, runAs }: ClusterPlan): void {
  if (existsSync(path.join(data, 'PG_VERSION'))) return;
  const passwordFile = path.join(directory, 'initdb-password');
  writeFileSync(passwordFile, superuserPassword(directory), { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(passwordFile, runAs.uid, runAs.gid);
  const [program = initdb, ...rest] = [...runAs.wrap, initdb];
  const flags = [
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    '--locale=C.UTF-8',
    '-E',
    'UTF8',
    '--no-instructions',
  ];
  const result = spawnSync(program, [...rest, '-D', data, `--pwfile=${passwordFile}`, ...flags], {
    uid: runAs.uid,
    gid: runAs.gid,
    cwd: data,
    env: programEnvironment(),
    encoding: 'utf8',
  });
  rmSync(passwordFile);
  if (result.status === 0) return;
  const why = result.error?.message ?? `${result.stdout}${result.stderr}`.trim();
  throw new Error(`La base n’a pas pu être créée / the cluster could not be created: ${why}`);
}

/** Made the first time, kept beside the data, readable by us alone. */
export function superuserPassword(directory: string): string {
  const file = path.join(directory, 'superuser-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
