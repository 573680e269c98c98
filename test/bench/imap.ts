import { launch, readySandbox, stopSandbox } from '../e2e/sandbox.js';
import { bigFolders, bigSearch } from './imap/big-folders.js';
import { idleMemory, tellingIdlers } from './imap/idlers.js';
import { LoadProcess } from './imap/load-process.js';
import { type Line, ROWS } from './imap/rows.js';
import { measuredCachet, measuredDovecot } from './imap/servers.js';

const ALL = [...ROWS, bigFolders, bigSearch, idleMemory, tellingIdlers];

/**
 * IMAP beside Debian's Dovecot (Maildir) in one run: the same letters brought by the same commands, TLS for both. Names of rows
 * measure only these (`select search`); `--alone` leaves Dovecot out.
 */
export default async function imap(args: readonly string[]): Promise<void> {
  const wanted = args.filter((arg) => !arg.startsWith('--'));
  const unknown = wanted.find((name) => !ALL.some((row) => row.name === name));
  if (unknown)
    throw new Error(`no row « ${unknown} »: ${[...new Set(ALL.map((row) => row.name))].join(' ')}`);
  const launched = await launch({ env: { CACHET_LOG_LEVEL: 'warn', SANDBOX_SCANNER: 'off' } });
  const load = LoadProcess.start();
  const servers = [];
  try {
    const sandbox = await readySandbox(launched);
    if (!args.includes('--alone')) servers.push(await measuredDovecot(sandbox));
    servers.push(await measuredCachet(launched, sandbox));
    print('', servers.map(({ name }) => name).concat('Cachet / Dovecot'), '');
    for (const row of ALL.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
      for (const line of await row.run(load, servers)) show(line);
  } finally {
    load.stop();
    for (const server of servers) await server.stop();
    await stopSandbox(launched);
  }
}

function show({ what, unit, figures, remark }: Line): void {
  const [first, second] = [...figures.values()];
  const ratio = first !== undefined && second !== undefined ? (second / first).toFixed(2) : '';
  print(what, [...figures.values()].map((figure) => `${rounded(figure)} ${unit}`).concat(ratio), remark);
}

function print(what: string, cells: readonly string[], remark: string): void {
  process.stdout.write(`${what.padEnd(36)}${cells.map((cell) => cell.padStart(17)).join('')}  ${remark}\n`);
}

const rounded = (figure: number): string => (figure < 10 ? figure.toFixed(1) : String(Math.round(figure)));
