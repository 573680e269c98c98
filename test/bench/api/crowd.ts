import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../e2e/sandbox.js';
import { until } from '../../e2e/until.js';
import type { CrowdPlan, CrowdSays } from './crowd-worker.js';

const RISE_MS = 120_000;
const HEAR_MS = 60_000;

/** Many subscribers in a process of their own, so that hearing does not wait for acting. */
export class Crowd {
  readonly #said: CrowdSays[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly size: number,
  ) {
    child.on('message', (said: CrowdSays) => this.#said.push(said));
  }

  /** Settled once the API counts every one of them among its live subscriptions. */
  static async raise({ graphql, readyz }: Sandbox, plan: Omit<CrowdPlan, 'url'>): Promise<Crowd> {
    const worker = fileURLToPath(new URL('./crowd-worker.ts', import.meta.url));
    const script = `import { runnerImport } from 'vite'; const { module } = await runnerImport(${JSON.stringify(worker)}); module.serveCrowds();`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const crowd = new Crowd(child, plan.keys.length * plan.each);
    await crowd.#next('ready', RISE_MS);
    child.send({ ...plan, url: graphql.ws });
    await crowd.#next('up', RISE_MS);
    const metrics = new URL('/metrics', readyz.api);
    await until(
      async () => (await subscriptionsAt(metrics)) === crowd.size,
      RISE_MS,
      () => 'the subscriptions did not all begin',
    );
    return crowd;
  }

  /** The moments at which each of them heard that one event, in milliseconds of this machine's clock. */
  async heard(): Promise<readonly number[]> {
    const said = await this.#next('heard', HEAR_MS);
    return said.kind === 'heard' ? said.at : [];
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }

  async #next(kind: CrowdSays['kind'], withinMs: number): Promise<CrowdSays> {
    await until(
      () => this.#said.length > 0,
      withinMs,
      () => `the crowd says nothing of « ${kind} »`,
    );
    const said = this.#said.shift();
    if (said?.kind !== kind) throw new Error(`the crowd says ${JSON.stringify(said)}`);
    return said;
  }
}

async function subscriptionsAt(metrics: URL): Promise<number> {
  const text = await (await fetch(metrics)).text();
  return Number(/^cachet_api_subscriptions(?:\{.*\})? (\d+)$/m.exec(text)?.[1] ?? 0);
}
