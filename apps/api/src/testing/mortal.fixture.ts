import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TenantContext } from '@cachet/mss-core';
import { build } from 'vite';

/** What a process of the jobs is to do, on a clock that stands still. */
export interface MortalPlan {
  readonly work: 'operations' | 'webhooks' | 'retention' | 'publication';
  readonly databaseUrl: string;
  readonly at: string;
  readonly context: TenantContext;
  readonly authorities: readonly string[];
  /** Where feeds are taken; null where none is sent. */
  readonly annuaire?: string;
  /** SIGKILL at that write to PostgreSQL or to a receiver; null lets it live. */
  readonly diesAt: number | null;
}

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Processes of ours made from the sources, that die where they are told. */
export class Mortals {
  private constructor(private readonly folder: string) {}

  static async build(): Promise<Mortals> {
    // In the checkout: what is not ours is found from there.
    const home = join(ROOT, 'node_modules/.cache');
    mkdirSync(home, { recursive: true });
    const folder = mkdtempSync(join(home, 'cachet-mortal-'));
    await build({
      configFile: false,
      logLevel: 'silent',
      root: ROOT,
      ssr: { noExternal: [/^@cachet\//], resolve: { conditions: ['cachet-source', 'module', 'node'] } },
      build: {
        ssr: join(import.meta.dirname, 'mortal-child.fixture.ts'),
        outDir: folder,
        emptyOutDir: true,
        target: 'node24',
        rollupOptions: { output: { entryFileNames: 'child.mjs' } },
      },
    });
    return new Mortals(folder);
  }

  /** How many writes it took when it came to its end; null when it was killed. @throws Error when it ended in any other way. */
  async run(plan: MortalPlan): Promise<number | null> {
    const child = spawn(process.execPath, [join(this.folder, 'child.mjs'), JSON.stringify(plan)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const said = await text(child.stdout);
    const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
    if (signal === 'SIGKILL') return null;
    if (code !== 0) throw new Error(`a process ended by itself with ${code ?? signal}`);
    return Number(said);
  }

  /**
   * One life after the other, each killed some writes further than the one before, until one comes to its end. Between two of them `meanwhile`
   * passes time. Answers how many died.
   */
  async livesOf(
    plan: Omit<MortalPlan, 'diesAt'>,
    meanwhile: () => Promise<void>,
    { first = 9, growth = 1.8 } = {},
  ): Promise<number> {
    let diesAt = first;
    for (let dead = 0; ; dead += 1) {
      if ((await this.run({ ...plan, diesAt: Math.round(diesAt) })) !== null) return dead;
      await meanwhile();
      diesAt = Math.max(diesAt + 1, diesAt * growth);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
