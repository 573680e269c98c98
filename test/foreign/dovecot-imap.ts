import { existsSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dovecotFolder, NOBODY, runDovecot } from './dovecot-process.js';

export interface RunningDovecotImap {
  /** IMAP with STARTTLS on 127.0.0.1; any user, any password. */
  readonly port: number;
  readonly pid: number;
  /** Forgets what Dovecot remembers of a user's folders beside the letters and their uids. */
  forgetIndexes(user: string): Promise<void>;
  stop(): Promise<void>;
}

/** True where Dovecot's IMAP server is installed and may be run (as root, for its parts have each their own rights). */
export function mayRunDovecotImap(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/lib/dovecot/imap');
}

/** A Dovecot with a Maildir for each user, as Debian gives it but for its limits of connections; for measures beside ours. */
export async function startDovecotImap(
  port: number,
  identity: { readonly cert: string; readonly key: string },
): Promise<RunningDovecotImap> {
  const folder = dovecotFolder();
  writeFileSync(join(folder, 'cert.pem'), identity.cert);
  writeFileSync(join(folder, 'key.pem'), identity.key, { mode: 0o600 });
  const running = await runDovecot(folder, configuration(folder, port));
  return {
    port,
    pid: running.pid,
    forgetIndexes: (user) => forgetIndexes(join(folder, 'mail', user)),
    stop: running.stop,
  };
}

async function forgetIndexes(maildir: string): Promise<void> {
  for (const name of await readdir(maildir, { recursive: true }))
    if (/(?:^|\/)dovecot\.index[^/]*$/.test(name)) await rm(join(maildir, name), { force: true });
}

function configuration(folder: string, port: number): string {
  return `protocols = imap
base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = ${join(folder, 'log')}
listen = 127.0.0.1
ssl = yes
ssl_cert = <${join(folder, 'cert.pem')}
ssl_key = <${join(folder, 'key.pem')}
disable_plaintext_auth = yes
mail_location = maildir:${join(folder, 'mail')}/%u
mail_uid = ${NOBODY}
mail_gid = ${NOBODY}
first_valid_uid = 1
mail_max_userip_connections = 10000
default_client_limit = 12000
default_process_limit = 6000
default_vsz_limit = 1G
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${join(folder, 'mail')}/%u allow_all_users=yes
}
service imap-login {
  service_count = 0
  process_min_avail = 2
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service imap {
  process_limit = 6000
}
`;
}
