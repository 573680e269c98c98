import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Workspace packages are tested from their sources, whatever was built before.
const conditions = ['cachet-source', 'module', 'node', 'development|production'];
const MINUTE = 60_000;

const everywhere = {
  globalSetup: ['packages/testkit/src/global-setup.ts'],
  exclude: ['**/node_modules/**', '**/dist/**', '**/.next/**'],
};

export default defineConfig({
  // graphql has an ES and a CommonJS body: sources must load the one that its libraries load.
  resolve: { conditions, alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  ssr: { resolve: { conditions } },
  // The global setup migrates with the sources too, not with what was built before.
  environments: { __vitest__: { resolve: { conditions, noExternal: [/^@cachet\//] } } },
  test: {
    // One works while another waits for PostgreSQL or for its sources: on two cores too, where vitest would take one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'parts',
          // The files of a worker share what they import: loading it anew for each took a third of the whole.
          isolate: false,
          include: ['{packages,apps,tools,test}/**/*.test.ts'],
          exclude: [...everywhere.exclude, 'apps/web/**', 'test/e2e/**', 'test/fault/campaign.test.ts'],
          // Under npm run fuzz, each property tells what it tried.
          setupFiles: process.env.FUZZ_REPORT ? ['packages/testkit/src/fuzz/report-runs.ts'] : [],
          testTimeout: 20_000,
          hookTimeout: MINUTE,
        },
      },
      {
        extends: true,
        // The portal reads its environment once, while it is loaded: each of its files has its own.
        test: { ...everywhere, name: 'portal', include: ['apps/web/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'whole',
          globalSetup: ['test/e2e/run-sandbox.ts'],
          // After the parts: a whole sandbox wants the machine for itself.
          sequence: { groupOrder: 1 },
          include: ['test/e2e/**/*.test.ts', 'test/fault/campaign.test.ts'],
          testTimeout: 3 * MINUTE,
          hookTimeout: 5 * MINUTE,
          // A page takes what a browser takes on two cores that other programs use too.
          expect: { poll: { timeout: 20_000 } },
          // They share the machine with a whole sandbox, and each is a story of its own.
          fileParallelism: false,
        },
      },
    ],
  },
});
