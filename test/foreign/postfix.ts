import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@cachet/testkit';
import { until } from '../e2e/until.js';

export interface PostfixOptions {
  /** Its name in greetings, EHLO and traces. */
  readonly hostname: string;
  /** Certificate and key in PEM, shown as a server and as a client. */
  readonly identity: { readonly cert: string; readonly key: string };
  /** PEM of the authorities it trusts. */
  readonly chainPem: string;
  /** SHA-256 fingerprints (`AB:CD:…`) of the client certificates that may write to it; any certificate, or none, unless told. */
  readonly admits?: readonly string[];
  /** Domains whose letters it takes in; any other is refused. */
  readonly domains: readonly string[];
  readonly delivery: PostfixDelivery;
  /** Where the letters written at `insidePort` go: the peer of each domain, known by the name in its certificate. */
  readonly peers?: readonly PostfixPeer[];
  /** On 127.0.0.1; free ones unless told. */
  readonly port?: number;
  readonly insidePort?: number;
  /** More lines of main.cf (`in_flow_delay: '0'`). */
  readonly settings?: Readonly<Record<string, string>>;
}

/** `lmtp` hands each letter to a server on 127.0.0.1; `discard` throws it away; `hold` keeps in the queue what comes by the door of other operators. */
export type PostfixDelivery =
  | { readonly to: 'lmtp'; readonly port: number }
  | { readonly to: 'discard' }
  | { readonly to: 'hold' };

export interface PostfixPeer {
  readonly domain: string;
  readonly port: number;
  /** The common name asked of its certificate. */
  readonly certificateName: string;
}

export interface RunningPostfix {
  /** SMTP with STARTTLS required, a client certificate asked. */
  readonly port: number;
  /** SMTP in clear for its own people: what is written here leaves by `peers` or is delivered here. */
  readonly insidePort: number;
  /** The master process; its children bear it as their parent. */
  readonly pid: number;
  log(): string;
  /** Reads again the log until it says that; @throws Error with the end of the log after 20 s. */
  untilLogged(what: RegExp): Promise<RegExpExecArray>;
  /** Letters that wait in its queues (`hold`, `deferred`…). */
  queue(): Promise<readonly WaitingLetter[]>;
  /** The bytes of a letter that waits. */
  read(id: string): Promise<string>;
  stop(): Promise<void>;
}

export interface WaitingLetter {
  readonly id: string;
  readonly queue: string;
  readonly sender: string;
  readonly recipients: readonly string[];
}

const PROGRAMS = '/usr/lib/postfix/sbin';
const START_WITHIN_MS = 20_000;
const run = promisify(execFile);

/** True where Postfix is installed and may be run: it wants root, to give each of its parts its own rights. */
export function mayRunPostfix(): boolean {
  return process.getuid?.() === 0 && existsSync(join(PROGRAMS, 'master'));
}

/**
 * A Postfix of its own: configuration, queue and log in a folder that `stop` removes, nothing shared with a Postfix of the system.
 * It also stops when this process dies.
 */
export async function startPostfix(options: PostfixOptions): Promise<RunningPostfix> {
  const port = options.port ?? (await freePort());
  const insidePort = options.insidePort ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'cachet-postfix-'));
  // Its parts are not root and must reach their queue.
  chmodSync(folder, 0o711);
  const config = writeConfiguration(folder, options, port, insidePort);
  try {
    await run('/usr/sbin/postfix', ['-c', config, 'check']);
    return await watch(spawnMaster(config), folder, config, port, insidePort);
  } catch (fault) {
    const log = readLog(folder);
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`Postfix did not start: ${String(fault)}\n${log}`);
  }
}

function spawnMaster(config: string): ChildProcess {
  return spawn(join(PROGRAMS, 'master'), ['-c', config], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  });
}

/** Ends that process when we die, seen by the end of a pipe: Postfix changes identity, which makes Linux forget a parent's death signal. */
function endWithUs(pid: number): ChildProcess {
  return spawn('sh', ['-c', 'read -r _; kill "$0"', String(pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
}

async function watch(
  master: ChildProcess,
  folder: string,
  config: string,
  port: number,
  insidePort: number,
): Promise<RunningPostfix> {
  const log = () => readLog(folder);
  const ended = new Promise<void>((settle) =>
    master.once('close', () => settle()).once('error', () => settle()),
  );
  const keeper = master.pid === undefined ? null : endWithUs(master.pid);
  const stop = async () => {
    keeper?.kill('SIGKILL');
    master.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  };
  const running = () => master.exitCode === null && master.signalCode === null;
  const started = () => !running() || log().includes('daemon started');
  await until(started, START_WITHIN_MS, () => `Postfix started: ${log()}`);
  if (!running() || master.pid === undefined) {
    await stop();
    throw new Error('its master ended');
  }
  const untilLogged = async (what: RegExp) => {
    await until(
      () => what.test(log()),
      START_WITHIN_MS,
      () => `${what} in the log of Postfix:\n${log()}`,
    );
    const found = what.exec(log());
    if (!found) throw new Error(`${what} left the log`);
    return found;
  };
  const read = async (id: string) =>
    (await run('/usr/sbin/postcat', ['-c', config, '-hb', '-q', id], { maxBuffer: 2 ** 26 })).stdout;
  return { port, insidePort, pid: master.pid, log, untilLogged, queue: () => queued(config), read, stop };
}

function readLog(folder: string): string {
  const file = join(folder, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

interface QueuedLetter {
  readonly queue_id: string;
  readonly queue_name: string;
  readonly sender: string;
  readonly recipients: readonly { readonly address: string }[];
}

async function queued(config: string): Promise<WaitingLetter[]> {
  const { stdout } = await run('/usr/sbin/postqueue', ['-c', config, '-j']);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): QueuedLetter => JSON.parse(line))
    .map(({ queue_id, queue_name, sender, recipients }) => ({
      id: queue_id,
      queue: queue_name,
      sender,
      recipients: recipients.map(({ address }) => address),
    }));
}

function writeConfiguration(
  folder: string,
  options: PostfixOptions,
  port: number,
  insidePort: number,
): string {
  const config = join(folder, 'etc');
  mkdirSync(config);
  mkdirSync(join(folder, 'queue'));
  const files: Record<string, string> = {
    'cert.pem': options.identity.cert,
    'key.pem': options.identity.key,
    'ca.pem': options.chainPem,
    admitted: lines((options.admits ?? []).map((fingerprint) => `${fingerprint} OK`)),
    // The host's own resolver has no part in this: each peer is named by its port.
    transport: lines((options.peers ?? []).map((peer) => `${peer.domain} smtp:[127.0.0.1]:${peer.port}`)),
    'tls-policy': lines(
      (options.peers ?? []).map((peer) => `[127.0.0.1]:${peer.port} secure match=${peer.certificateName}`),
    ),
    'dynamicmaps.cf': '',
    'master.cf': masterCf(port, insidePort, options.delivery),
    'main.cf': lines(
      Object.entries(mainCf(folder, config, options)).map(([name, value]) => `${name} = ${value}`),
    ),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(config, name), text, { mode: 0o644 });
  chmodSync(join(config, 'key.pem'), 0o600);
  return config;
}

function mainCf(folder: string, config: string, options: PostfixOptions): Record<string, string> {
  const admits = options.admits
    ? `check_ccert_access texthash:${config}/admitted, reject`
    : 'permit_mynetworks, reject';
  return {
    compatibility_level: '3.6',
    config_directory: config,
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    maillog_file: join(folder, 'log'),
    maillog_file_prefixes: folder,
    myhostname: options.hostname,
    mydestination: '',
    mynetworks: '127.0.0.0/8',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    alias_maps: '',
    alias_database: '',
    local_recipient_maps: '',
    biff: 'no',
    message_size_limit: '26214400',
    virtual_mailbox_domains: options.domains.join(' '),
    virtual_mailbox_maps: 'static:everybody',
    virtual_transport: transportOf(options.delivery),
    transport_maps: `texthash:${config}/transport`,
    // The door of other operators: a certificate is asked; a server's is shown, which OpenSSL does not call a client's.
    smtpd_tls_security_level: 'encrypt',
    smtpd_tls_cert_file: join(config, 'cert.pem'),
    smtpd_tls_key_file: join(config, 'key.pem'),
    smtpd_tls_CAfile: join(config, 'ca.pem'),
    smtpd_tls_ask_ccert: 'yes',
    smtpd_tls_received_header: 'yes',
    smtpd_tls_loglevel: '1',
    smtpd_tls_fingerprint_digest: 'sha256',
    smtpd_client_restrictions: admits,
    smtpd_relay_restrictions: 'reject_unauth_destination',
    // What leaves: our certificate shown, theirs checked by name and chain.
    smtp_tls_security_level: 'secure',
    smtp_tls_cert_file: join(config, 'cert.pem'),
    smtp_tls_key_file: join(config, 'key.pem'),
    smtp_tls_CAfile: join(config, 'ca.pem'),
    smtp_tls_policy_maps: `texthash:${config}/tls-policy`,
    smtp_tls_loglevel: '1',
    ...options.settings,
  };
}

function transportOf(delivery: PostfixDelivery): string {
  return delivery.to === 'lmtp' ? `lmtp:inet:127.0.0.1:${delivery.port}` : 'discard:';
}

/** Debian's own services, less those that nothing here asks for; the two doors on the ports given, nothing in a chroot. */
function masterCf(port: number, insidePort: number, delivery: PostfixDelivery): string {
  const outside = delivery.to === 'hold' ? ['smtpd_data_restrictions=check_sender_access,static:HOLD'] : [];
  const inside = [
    'smtpd_tls_security_level=none',
    'smtpd_client_restrictions=permit_mynetworks,reject',
    'smtpd_relay_restrictions=permit_mynetworks,reject',
  ];
  return lines([
    `127.0.0.1:${port} inet n - n - - smtpd ${given(outside)}`,
    `127.0.0.1:${insidePort} inet n - n - - smtpd ${given(inside)}`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'proxywrite unix - - n - 1 proxymap',
    'smtp unix - - n - - smtp',
    'showq unix n - n - - showq',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'lmtp unix - - n - - lmtp',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
  ]);
}

function given(settings: readonly string[]): string {
  return settings.map((setting) => `-o ${setting}`).join(' ');
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
