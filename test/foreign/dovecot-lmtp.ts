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
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@cachet/testkit';
import { until } from '../e2e/until.js';

export interface RunningDovecot {
  /** LMTP on 127.0.0.1; any recipient is taken. */
  readonly port: number;
  /** The master process; its children bear it as their parent. */
  readonly pid: number;
  log(): string;
  /** How many letters lie in the mailboxes. */
  delivered(): Promise<number>;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const START_WITHIN_MS = 20_000;
const NOBODY = 65534;

/** True where Dovecot's LMTP server is installed and may be run (as root, for its parts have each their own rights). */
export function mayRunDovecot(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/lib/dovecot/lmtp');
}

/** A Dovecot that only files what LMTP brings, one Maildir for each recipient, flushed to disk; for measures beside ours. */
export async function startDovecotLmtp(
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningDovecot> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'cachet-dovecot-'));
  chmodSync(folder, 0o711);
  const mail = join(folder, 'mail');
  mkdirSync(mail);
  chownSync(mail, NOBODY, NOBODY);
  const config = join(folder, 'dovecot.conf');
  writeFileSync(config, configuration(folder, mail, port, settings));
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
  return { port, pid: master.pid, log, delivered: () => countLetters(mail), stop };
}

async function countLetters(mail: string): Promise<number> {
  // A mailbox being made has no folder of new letters for a moment.
  const letters = (box: string) => readdir(join(mail, box, 'new')).catch(() => []);
  const counts = (await readdir(mail)).map(async (box) => (await letters(box)).length);
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

function configuration(
  folder: string,
  mail: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): string {
  const named = {
    protocols: 'lmtp',
    base_dir: join(folder, 'run'),
    state_dir: join(folder, 'state'),
    log_path: join(folder, 'log'),
    listen: '127.0.0.1',
    ssl: 'no',
    mail_location: `maildir:${mail}/%u`,
    mail_uid: String(NOBODY),
    mail_gid: String(NOBODY),
    first_valid_uid: '1',
    mail_fsync: 'always',
    postmaster_address: 'postmaster@localhost',
    ...settings,
  };
  // No one signs in here; Dovecot wants to know how they would.
  return `${Object.entries(named)
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n')}
passdb {
  driver = static
  args = password=nobody-signs-in
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${mail}/%u allow_all_users=yes
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${port}
  }
}
`;
}
