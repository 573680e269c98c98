import type { Logger } from '../log/logger.js';

const GRACE_MS = 10_000;

/** The steps that stop a process in good order: the last one registered runs first. */
export class Lifecycle {
  private readonly steps: { readonly name: string; readonly stop: () => Promise<unknown> | unknown }[] = [];
  private stopping = false;

  constructor(private readonly logger: Logger) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void this.stop(signal));
    // A launcher holds an IPC channel open to what it started: when it dies, however it dies, the channel closes.
    process.on('disconnect', () => void this.stop('parent gone'));
    process.on('uncaughtException', (error) => this.fault(error));
    process.on('unhandledRejection', (error) => this.fault(error));
  }

  onStop(name: string, stop: () => Promise<unknown> | unknown): void {
    this.steps.push({ name, stop });
  }

  /** Tells whoever launched this process that it answers, and the log. */
  ready(facts: Record<string, unknown> = {}): void {
    this.logger.info(facts, 'ready');
    process.send?.({ ready: true, ...facts });
  }

  /** Runs every step, at most ten seconds in all, then ends the process. */
  async stop(reason: string, exitCode = 0): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.logger.info({ reason }, 'stopping');
    const timer = setTimeout(() => process.exit(exitCode || 1), GRACE_MS);
    timer.unref();
    for (const step of [...this.steps].reverse()) {
      try {
        await step.stop();
      } catch (error) {
        this.logger.error({ err: error, step: step.name }, 'stop step failed');
      }
    }
    process.exit(exitCode);
  }

  // A fault nobody caught leaves the process in an unknown state: it stops, and whoever watches it starts another.
  private fault(error: unknown): void {
    this.logger.fatal({ err: error }, 'uncaught fault');
    void this.stop('uncaught fault', 1);
  }
}

/** Runs an entry point; a refusal to start is one readable line on standard error and exit code 1. */
export async function runApp(logger: Logger, start: (lifecycle: Lifecycle) => Promise<void>): Promise<void> {
  const lifecycle = new Lifecycle(logger);
  try {
    await start(lifecycle);
  } catch (error) {
    logger.fatal({ err: error }, 'could not start');
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await lifecycle.stop('could not start', 1);
  }
}
