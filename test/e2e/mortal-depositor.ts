import 'reflect-metadata';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SipilClient } from '@cachet/ans';
import { openMailSafe } from '@cachet/mailstore';
import { createLogger, loadConfigOrExit } from '@cachet/runtime';
import { Database } from '@cachet/schema';

/**
 * A process of the jobs, as it was built: deposits the statistics that are due at that moment, asks for the reports that are, and kills itself where
 * it is told: before or after a call of SIPIL (`before 3`, `after 3`), or once the deposit is written (`deposited`). Tells how many calls it made.
 */
const [checkout = '', at = '', diesAt = ''] = process.argv.slice(2);
const built = (file: string) => import(pathToFileURL(join(checkout, 'apps/api/dist', file)).href);
const { JOBS_CONFIG }: typeof import('../../apps/api/src/config.js') = await built('config.js');
const { openStatistics } = await built('statistics/open-statistics.js');

let calls = 0;
const deposit = SipilClient.prototype.deposit;
SipilClient.prototype.deposit = async function (file, segment) {
  calls += 1;
  dieIf(`before ${calls}`);
  const answer = await deposit.call(this, file, segment);
  dieIf(`after ${calls}`);
  return answer;
};

const config = loadConfigOrExit('jobs', JOBS_CONFIG);
const logger = createLogger('jobs', 'silent');
const database = await Database.connect({ url: config.CACHET_DATABASE_URL, app: 'jobs' });
const now = () => new Date(at);
const safe = openMailSafe(database, config, logger);
const statistics = await openStatistics(config, { database, safe, now, logger });
const act = { actor: { kind: 'system', name: 'jobs' }, means: 'job', at: now(), correlationId: 'c' };
await statistics.deposit({ ...act, remoteAddress: null });
dieIf('deposited');
await statistics.report({ ...act, remoteAddress: null });
process.stdout.write(`${calls}\n`);
process.exit(0);

function dieIf(place: string): void {
  if (place === diesAt) process.kill(process.pid, 'SIGKILL');
}
