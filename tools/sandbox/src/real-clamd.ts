import { type ChildProcess, spawn } from 'node:child_process';
import {
  accessSync,
  appendFileSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Folders } from './folders.js';

const HOST = '127.0.0.1';
/** Where Debian keeps the signatures that freshclam fetches. */
const SIGNATURES = '/var/lib/clamav';
/** The digest and size of EICAR's test file: what a clamd without signatures should at least find. */
const EICAR_DIGEST = '44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n';
/** All signatures take their time to load. */
const READY_MS = 120_000;
const ASK_EVERY_MS = 200;
const STOP_MS = 5_000;

/** A clamd of the sandbox's own, where the machine has one installed: the daemon of the machine itself is left alone. */
export class RealClamd {
  private child: ChildProcess | null = null;
  private stopping = false;
  private readonly program = findProgram('clamd', [...searchPath(), '/usr/sbin']);

  constructor(
    private readonly folders: Folders,
    private readonly port: number,
    private readonly watch: { restarted(): void },
  ) {}

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  start(): void {
    if (this.program === null) return;
    const folder = join(this.folders.root, 'clamd');
    mkdirSync(join(folder, 'signatures'), { recursive: true });
    mkdirSync(join(folder, 'tmp'), { recursive: true });
    writeFileSync(join(folder, 'signatures', 'eicar.hdb'), EICAR_DIGEST);
    const settings = join(folder, 'clamd.conf');
    writeFileSync(settings, settingsText(folder, this.port));
    this.run(this.program, settings);
  }

  /** Where it listens once it answers; null when there is none, or when it does not. */
  async ready(): Promise<{ address: string; about: object } | null> {
    const until = Date.now() + READY_MS;
    while (this.child && Date.now() < until) {
      if (await answers(this.port)) {
        return { address: `${HOST}:${this.port}`, about: { host: HOST, port: this.port, control: null } };
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
    await this.stop();
    return null;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await promise;
    clearTimeout(timer);
  }

  private run(program: string, settings: string): void {
    const child = spawn(program, ['--config-file', settings], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child = child;
    const began = Date.now();
    const keep = (data: Buffer) => appendFileSync(join(this.folders.logs, 'clamd.log'), data);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (fault) => keep(Buffer.from(`${fault.message}\n`)));
    child.once('exit', () => {
      if (this.stopping || this.child !== child) return;
      this.child = null;
      // One that dies at once will die again.
      if (Date.now() - began < 2_000) return;
      this.run(program, settings);
      this.watch.restarted();
    });
  }
}

/** Limits above the product's own, so that what it takes is scanned whole. */
function settingsText(folder: string, port: number): string {
  const hasSignatures =
    existsSync(SIGNATURES) && readdirSync(SIGNATURES).some((name) => /\.c[lv]d$/.test(name));
  return [
    'Foreground yes',
    `DatabaseDirectory ${hasSignatures ? SIGNATURES : join(folder, 'signatures')}`,
    `TemporaryDirectory ${join(folder, 'tmp')}`,
    `TCPAddr ${HOST}`,
    `TCPSocket ${port}`,
    'StreamMaxLength 64M',
    'MaxFileSize 64M',
    'MaxScanSize 400M',
    'AlertExceedsMax yes',
    'AlertEncrypted yes',
    '',
  ].join('\n');
}

function searchPath(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

function findProgram(name: string, folders: readonly string[]): string | null {
  const isThere = (path: string) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return folders.map((folder) => join(folder, name)).find(isThere) ?? null;
}

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection(port, HOST, () => socket.write('zPING\0'));
  socket.on('data', (bytes) => resolve(bytes.toString('latin1').startsWith('PONG')));
  socket.on('error', () => resolve(false));
  socket.on('close', () => resolve(false));
  socket.setTimeout(1_000, () => socket.destroy());
  return promise.finally(() => socket.destroy());
}
