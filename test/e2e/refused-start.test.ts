import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKOUT, launch } from './sandbox.js';

const TEN_SECONDS = 10_000;

/** Runs a command that is expected to refuse; answers how it ended, what it said and how long it took. */
async function ends(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; said: string; ms: number }> {
  const begun = performance.now();
  const child = spawn(command, args, {
    cwd: CHECKOUT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (said += data.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, said, ms: performance.now() - begun };
}

const app = (name: string, env: Record<string, string> = {}) => ends(process.execPath, [name], env);

describe('a sandbox that cannot start', () => {
  it(
    'names the port that is taken',
    async () => {
      const blocker = createServer();
      const port = await new Promise<number>((done) =>
        blocker.listen(0, '127.0.0.1', () => done((blocker.address() as { port: number }).port)),
      );
      const launched = await launch({ portBase: port });
      expect(await launched.exited).not.toBe(0);
      expect(launched.output()).toContain(`Ports déjà pris : ${port}`);
      blocker.close();
    },
    TEN_SECONDS,
  );

  it(
    'says that PostgreSQL is unreachable, and where',
    async () => {
      const launched = await launch({ env: { DATABASE_URL: 'postgres://cachet:secret@127.0.0.1:9/cachet' } });
      expect(await launched.exited).not.toBe(0);
      expect(launched.output()).toContain('PostgreSQL ne répond pas sur 127.0.0.1:9');
      expect(launched.output()).not.toContain('secret');
    },
    TEN_SECONDS,
  );

  it(
    'says which folder cannot be written',
    async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'cachet-refused-')), 'file');
      writeFileSync(file, '');
      const launched = await launch({ varFolder: join(file, 'var') });
      expect(await launched.exited).not.toBe(0);
      expect(launched.output()).toContain('ne peut pas être créé ou écrit');
    },
    TEN_SECONDS,
  );

  it(
    'refuses a PORT_BASE and an option it does not know',
    async () => {
      const port = await launch({ env: { PORT_BASE: 'abc' } });
      expect(await port.exited).not.toBe(0);
      expect(port.output()).toContain('PORT_BASE=abc n’est pas valide');
      const option = await launch({ args: ['--frech'] });
      expect(await option.exited).not.toBe(0);
      expect(option.output()).toContain('« --frech » n’est pas une option');
    },
    2 * TEN_SECONDS,
  );
});

describe('an app whose environment is wrong', () => {
  it.each([
    'apps/api/dist/main.js',
    'apps/api/dist/jobs.js',
    'apps/mailedge/dist/main.js',
    'apps/web/server.mjs',
  ])('%s names what is missing and what is unknown, with code 2', async (entry) => {
    const { code, said, ms } = await app(entry, { CACHET_OPERATOR_NAMME: 'x' });
    expect(code).toBe(2);
    expect(said).toContain('Vouliez-vous dire CACHET_OPERATOR_NAME');
    expect(said).toMatch(/manque :.*\n.*is missing:/);
    expect(ms).toBeLessThan(TEN_SECONDS);
  });

  it('a Node that is too old is told so', async () => {
    const script =
      "Object.defineProperty(process.versions, 'node', { value: '16.20.0' }); const { requireNode } = await import('./tools/bootstrap/node-floor.mjs'); requireNode();";
    const { code, said } = await ends(process.execPath, ['--input-type=module', '-e', script], {});
    expect(code).toBe(1);
    expect(said).toContain('Node 16.20.0 est trop ancien : installez Node 20');
  });

  it('an install without network says what to check', async () => {
    const script = "const { explain } = await import('./tools/bootstrap/install.mjs'); explain('', true);";
    const { code, said } = await ends(process.execPath, ['--input-type=module', '-e', script], {});
    expect(code).toBe(1);
    expect(said).toContain('Le registre npm ne répond pas');
  });
});
