import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@cachet/testkit';
import { dovecotFolder, NOBODY, runDovecot } from './dovecot-process.js';

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

/** True where Dovecot's LMTP server is installed and may be run (as root, for its parts have each their own rights). */
export function mayRunDovecot(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/lib/dovecot/lmtp');
}

/** A Dovecot that only files what LMTP brings, one Maildir for each recipient, flushed to disk; for measures beside ours. */
export async function startDovecotLmtp(
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningDovecot> {
  const port = await freePort();
  const folder = dovecotFolder();
  const mail = join(folder, 'mail');
  const { pid, log, stop } = await runDovecot(folder, configuration(folder, mail, port, settings));
  return { port, pid, log, delivered: () => countLetters(mail), stop };
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
