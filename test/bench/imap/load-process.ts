import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DoorPlan, Found, Job } from './worker.js';

/** A process of its own that speaks IMAP, so that making the load does not wait for measuring it. */
export class LoadProcess {
  readonly #ready: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    this.#ready = this.#next();
  }

  static start(): LoadProcess {
    const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
    const script = `import { runnerImport } from 'vite'; const { module } = await runnerImport(${JSON.stringify(worker)}); module.serveJobs(); process.send('ready');`;
    return new LoadProcess(
      spawn(process.execPath, ['--input-type=module', '-e', script], {
        cwd: fileURLToPath(new URL('../../..', import.meta.url)),
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    );
  }

  async run(door: DoorPlan, job: Job): Promise<Found> {
    await this.#ready;
    const answer = this.#next();
    this.child.send({ door, job });
    const said = await answer;
    if (typeof said === 'object' && said !== null && 'found' in said) return said.found as Found;
    throw new Error(`${job.kind}: ${JSON.stringify(said)}`);
  }

  #next(): Promise<unknown> {
    return new Promise((resolve) => {
      const settle = (said: unknown) => {
        this.child.off('message', settle).off('close', settle);
        resolve(said);
      };
      this.child.on('message', settle).on('close', settle);
    });
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}
