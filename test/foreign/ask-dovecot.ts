import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IMAP = '/usr/lib/dovecot/imap';
const NOBODY = 65534;

/**
 * Says these octets to a Dovecot whose one mailbox is empty, and answers all it said until it closed. No service runs: its IMAP
 * process alone, signed in from the start, speaking by its standard input and output, and rights of nobody where we are root.
 */
export async function askDovecot(conversation: Buffer): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'cachet-dovecot-'));
  try {
    return await converse(prepare(folder), folder, conversation);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

function prepare(folder: string): string {
  const isRoot = process.getuid?.() === 0;
  const config = join(folder, 'dovecot.conf');
  const uid = isRoot ? NOBODY : (process.getuid?.() ?? NOBODY);
  const gid = isRoot ? NOBODY : (process.getgid?.() ?? NOBODY);
  const settings = {
    protocols: 'imap',
    base_dir: join(folder, 'run'),
    state_dir: join(folder, 'run'),
    log_path: join(folder, 'log'),
    ssl: 'no',
    mail_location: `sdbox:${join(folder, 'mail')}`,
    mail_uid: String(uid),
    mail_gid: String(gid),
    first_valid_uid: '1',
    stats_writer_socket_path: '',
  };
  const text = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(config, text.join(''), { mode: 0o644 });
  writeFileSync(join(folder, 'log'), '');
  for (const name of ['run', 'mail']) mkdirSync(join(folder, name));
  chmodSync(folder, 0o755);
  if (isRoot) for (const name of ['', 'run', 'mail', 'log']) chownSync(join(folder, name), uid, gid);
  return config;
}

function converse(config: string, folder: string, conversation: Buffer): Promise<Buffer> {
  const isRoot = process.getuid?.() === 0;
  const child = spawn(IMAP, ['-c', config], {
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, HOME: folder, USER: 'nobody', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => said.push(piece));
  child.stdin.on('error', () => undefined);
  child.stdin.end(conversation);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve(Buffer.concat(said));
      return reject(new Error(`Dovecot ended with ${code}: ${readFileSync(join(folder, 'log'), 'utf8')}`));
    });
  });
}
