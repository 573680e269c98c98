// Writes the statistics of one domain as the jobs do, in a process of its own, and tells what it took. Plain JavaScript, on what is built: a loader of
// TypeScript would be measured with it.
import { readFileSync } from 'node:fs';
import { filesOfDomain, openMailSafe, StatisticsArchives, zipArchive } from '@cachet/mailstore';
import { newId } from '@cachet/runtime';
import { Database } from '@cachet/schema';

const { url, tenantId, domain, month } = JSON.parse(process.argv[2]);
const database = await Database.connect({ url, app: 'bench' });
const safe = openMailSafe(database, { CACHET_MASTER_KEY: new Map([[1, Buffer.alloc(32, 1)]]) });
const act = {
  ...{ actor: { kind: 'system', name: 'bench' }, means: 'job', at: new Date(), correlationId: newId() },
  ...{ remoteAddress: null, tenantId },
};
const counts = { exchanges: { lines: 0 }, connections: { lines: 0 } };
const spent = process.cpuUsage();
const began = performance.now();
const files = filesOfDomain(database, act, { month, domain, tenants: [tenantId] }, counts);
const archives = new StatisticsArchives(database, safe.keys, newId);
const { id, size } = await archives.write(act, newId(), zipArchive(files));
const ms = performance.now() - began;
const sending = performance.now();
let sent = 0;
for await (const piece of archives.read(act, id, 0, size)) sent += piece.length;
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
const { user, system } = process.cpuUsage(spent);
const told = { ms, cpu: (user + system) / 1000, peak, size, sent, readMs: performance.now() - sending };
process.stdout.write(
  JSON.stringify({ ...told, exchanges: counts.exchanges.lines, bals: counts.connections.lines }),
);
await database.close();
