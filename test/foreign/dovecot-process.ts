import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../e2e/until.js';

export interface DovecotProcess {
  /** The master process; its children bear it as their parent. */
  readonly pid: number;
  log(): string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

const run = promisify(execFile);
const START_WITHIN_MS = 20_000;
export const NOBODY = 65534;

/** A folder for one Dovecot, with `mail` in it, which nobody's letters may be written to. */
export function dovecotFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cachet-dovecot-'));
  chmodSync(folder, 0o711);
  const mail = join(folder, 'mail');
  mkdirSync(mail);
  chownSync(mail, NOBODY, NOBODY);
  return folder;
}

/** Runs Dovecot with that configuration, which logs to `log` in the folder; it ends with us. */
export async function runDovecot(folder: string, configuration: string): Promise<DovecotProcess> {
  const config = join(folder, 'dovecot.conf');
  writeFileSync(config, configuration);
  const master = spawn('setpriv', ['--pdeathsig', 'TERM', '/usr/sbin/dovecot', '-F', '-c', config], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  });
  const ended = new Promise<void>((settle) =>
    master.once('close', () => settle()).once('error', () => settle()),
  );
  const stop = async () => {
    master.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  };
  const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');
  const running = () => master.exitCode === null && master.signalCode === null;
  const started = () => !running() || log().includes('starting up');
  await until(started, START_WITHIN_MS, () => `Dovecot started: ${log()}`);
  if (!running() || master.pid === undefined) {
    const said = log();
    const { stderr } = await run('doveconf', ['-c', config, '-n']).catch((fault) => fault);
    await stop();
    throw new Error(`Dovecot did not start: ${said}${stderr}`);
  }
  return { pid: master.pid, log, stop };
}
