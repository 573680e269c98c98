import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** One of the programs beside this file, made from the sources into one file that plain Node runs; to be removed with its folder. */
export async function bundleChild(
  name: string,
): Promise<{ readonly program: string; readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'cachet-child-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, resolve: { conditions: ['cachet-source', 'module', 'node'] } },
    build: {
      ssr: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)),
      outDir: folder,
      emptyOutDir: true,
      target: 'node24',
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
  return { program: join(folder, 'child.mjs'), folder };
}
