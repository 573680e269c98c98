import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const BIN = join(ROOT, 'node_modules/.bin');

/** The Node 24 that `npm ci` brought, or the current one where no package brings it. */
export function projectNode() {
  const brought = join(ROOT, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  return existsSync(brought) ? brought : process.execPath;
}

/** The environment in which our tools find our Node first, and tell nobody about it. */
export function toolEnvironment() {
  return {
    ...process.env,
    PATH: `${dirname(projectNode())}${delimiter}${BIN}${delimiter}${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  };
}

export const bin = (name) => join(BIN, name);
