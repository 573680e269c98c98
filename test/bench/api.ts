import { launch, readySandbox, stopSandbox } from '../e2e/sandbox.js';
import { Estate } from './api/estate.js';
import { ROWS } from './api/rows.js';
import { LoadProcess } from './imap/load-process.js';

/** No bucket of points in the way: what is measured is the work. */
const ENOUGH = '1000000000';

/** The GraphQL API on a hospital of 20,000 BAL among 200 structures. Names of rows measure only these (`list create`). */
export default async function api(args: readonly string[]): Promise<void> {
  const unknown = args.find((name) => !ROWS.some((row) => row.name === name));
  if (unknown) throw new Error(`no row « ${unknown} »: ${ROWS.map((row) => row.name).join(' ')}`);
  const env = { CACHET_LOG_LEVEL: 'warn', SANDBOX_SCANNER: 'off' };
  const launched = await launch({
    env: { ...env, CACHET_API_POINTS: ENOUGH, CACHET_API_POINTS_PER_SECOND: ENOUGH },
  });
  const load = LoadProcess.start();
  let estate: Estate | null = null;
  try {
    const sandbox = await readySandbox(launched);
    estate = await Estate.build(launched);
    for (const row of ROWS.filter(({ name }) => args.length === 0 || args.includes(name))) {
      for (const { what, figure, remark } of await row.run({ sandbox, estate, load }))
        process.stdout.write(`${what.padEnd(58)}${figure.padStart(24)}  ${remark}\n`);
    }
  } finally {
    load.stop();
    await estate?.close();
    await stopSandbox(launched);
  }
}
