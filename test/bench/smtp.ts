import { createSecureContext, type SecureContext } from 'node:tls';
import { Client } from 'pg';
import { launch, readAt, readySandbox, type Sandbox, stopSandbox } from '../e2e/sandbox.js';
import { until } from '../e2e/until.js';
import { mayRunDovecot, type RunningDovecot, startDovecotLmtp } from '../foreign/dovecot-lmtp.js';
import { mayRunPostfix, type RunningPostfix, startPostfix } from '../foreign/postfix.js';
import { memoryOfTree } from './process-tree.js';
import { type Load, type LoadResult, sendLoad } from './smtp-load.js';

const MB = 1_048_576;
const KB = 1_000;
/** Rounds of each row; the median is kept, servers in turn, so that a machine that slows down slows both. */
const ROUNDS = 3;

/** One way to be written to. */
interface Row {
  readonly name: string;
  readonly sessions: number;
  readonly letters: number;
  readonly lettersPerConnection: number;
  readonly size: number;
}

const ROWS: readonly Row[] = [
  { name: '5 KB, 10 sessions of 100', sessions: 10, letters: 1000, lettersPerConnection: 100, size: 5 * KB },
  { name: '5 KB, one a connection', sessions: 10, letters: 300, lettersPerConnection: 1, size: 5 * KB },
  { name: '1 MB, 10 sessions', sessions: 10, letters: 150, lettersPerConnection: 15, size: 1000 * KB },
];

/** A server that is measured: where it listens, and how many letters lie in its mailboxes. */
interface Measured {
  readonly name: string;
  readonly port: number;
  readonly host: string;
  readonly recipients: readonly string[];
  delivered(): Promise<number>;
}

interface Figures extends LoadResult {
  /** Letters a second, from the first connection until all lie in the mailboxes. */
  readonly deliveredRate: number;
}

/**
 * Letters from another operator: ours, and Postfix with mutual TLS into Dovecot by LMTP, in turn in one run. Then what our MX keeps in
 * memory with 500 sessions open and 50 letters of 10 MB at once. `--alone` leaves Postfix out, `--scanned` has our letters scanned.
 */
export default async function smtp(args: readonly string[]): Promise<void> {
  // The Postfix it is measured beside scans nothing: neither do we, unless asked.
  const scanner: Record<string, string> = args.includes('--scanned') ? {} : { SANDBOX_SCANNER: 'off' };
  const launched = await launch({ env: { CACHET_LOG_LEVEL: 'warn', ...scanner } });
  const sandbox = await readySandbox(launched);
  const sender = `silence.mesure@${sandbox.peer.domain}`;
  const identity = sandbox.pki.identities.peer;
  if (!identity) throw new Error('the sandbox gives no identity of a peer');
  const pair = { cert: readAt(identity.cert).toString(), key: readAt(identity.key).toString() };
  const secureContext = createSecureContext(pair);
  const others = args.includes('--alone') ? null : await startOthers(sandbox, pair);
  const cachet = await measuredCachet(sandbox);
  const measured = others ? [others.measured, cachet] : [cachet];
  try {
    for (const row of ROWS) await compare(row, measured, secureContext, sender);
    await memory(sandbox, secureContext, sender, cachet);
  } finally {
    await others?.stop();
    await stopSandbox(launched);
  }
}

async function compare(
  row: Row,
  measured: readonly Measured[],
  secureContext: SecureContext,
  from: string,
): Promise<void> {
  const figures = new Map<string, Figures[]>(measured.map(({ name }) => [name, []]));
  for (const server of measured) await sendTo(server, { ...row, letters: 50 }, secureContext, from);
  for (let round = 0; round < ROUNDS; round++)
    for (const server of measured)
      figures.get(server.name)?.push(await sendTo(server, row, secureContext, from));
  print(row.name, '');
  for (const [name, rounds] of figures) {
    const waits = rounds.flatMap((figure) => figure.waits).sort((a, b) => a - b);
    print(
      `  ${name}`,
      `accepted ${rate(rounds.map((figure) => figure.accepted / figure.seconds))}/s, in the mailboxes ` +
        `${rate(rounds.map((figure) => figure.deliveredRate))}/s; final dot → 250: median ${at(waits, 0.5)} ms, p99 ${at(waits, 0.99)} ms`,
    );
  }
  const [theirs, ours] = [...figures.values()];
  if (!theirs || !ours) return;
  const ratio = (figure: (of: Figures) => number) => median(ours.map(figure)) / median(theirs.map(figure));
  print(
    '  ratio, ours / Postfix',
    `in the mailboxes ${ratio((figure) => figure.deliveredRate).toFixed(2)} (goal ≥ 1); ` +
      `our 250, said once it is there, / its mere acceptance ${(
        median(ours.map((figure) => figure.deliveredRate)) /
          median(theirs.map((figure) => figure.accepted / figure.seconds))
      ).toFixed(2)}`,
  );
}

async function sendTo(
  server: Measured,
  row: Omit<Row, 'name'>,
  secureContext: SecureContext,
  from: string,
): Promise<Figures> {
  const before = await server.delivered();
  const load: Load = { ...row, ...server, secureContext, servername: 'mesure.test', from };
  const begun = performance.now();
  const result = await sendLoad(load);
  if (result.refused.length > 0) throw new Error(`${server.name} refused: ${result.refused[0]}`);
  await until(
    async () => (await server.delivered()) - before >= row.letters,
    120_000,
    () => `${server.name} never delivered all`,
  );
  return { ...result, deliveredRate: row.letters / ((performance.now() - begun) / 1000) };
}

/** Ours says 250 once the letter lies in the mailbox: what was accepted was delivered. */
async function measuredCachet(sandbox: Sandbox): Promise<Measured> {
  const [hospital] = sandbox.tenants;
  const recipients = hospital?.mailboxes.map(({ address }) => address) ?? [];
  const database = new Client({ connectionString: sandbox.databaseUrl });
  await database.connect();
  database.on('error', () => undefined);
  const delivered = async () => {
    const sql =
      "select coalesce(sum(message_count), 0) as count from mail_folder where special_use = 'inbox'";
    return Number((await database.query(sql)).rows[0]?.count);
  };
  return { name: 'Cachet', ...sandbox.smtp.mx, recipients, delivered };
}

interface Others {
  readonly measured: Measured;
  stop(): Promise<void>;
}

async function startOthers(sandbox: Sandbox, identity: { cert: string; key: string }): Promise<Others> {
  if (!mayRunPostfix() || !mayRunDovecot())
    throw new Error(
      'Postfix and Dovecot (packages postfix, dovecot-lmtpd) and root are needed; --alone measures ours only',
    );
  const dovecot: RunningDovecot = await startDovecotLmtp();
  const chainPem = readAt(sandbox.pki.ca).toString();
  const postfix: RunningPostfix = await startPostfix({
    hostname: 'mx.mesure.test',
    identity,
    chainPem,
    domains: ['mesure.test'],
    delivery: { to: 'lmtp', port: dovecot.port },
    settings: { default_destination_concurrency_limit: '20', lmtp_destination_concurrency_limit: '20' },
  });
  const recipients = ['anne', 'bruno', 'chloe', 'david'].map((name) => `${name}@mesure.test`);
  return {
    measured: {
      name: 'Postfix + Dovecot',
      host: '127.0.0.1',
      port: postfix.port,
      recipients,
      delivered: () => dovecot.delivered(),
    },
    stop: async () => {
      await postfix.stop();
      await dovecot.stop();
    },
  };
}

async function memory(
  sandbox: Sandbox,
  secureContext: SecureContext,
  from: string,
  server: Measured,
): Promise<void> {
  const pid = sandbox.processes.mailedge;
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryOfTree(pid).rss);
  }, 50);
  const sessions = { sessions: 500, letters: 1000, lettersPerConnection: 2, size: 5 * KB };
  const many = await sendTo(server, sessions, secureContext, from);
  print(
    '500 sessions at once',
    `${Math.round(peak / MB)} MB resident at most (goal < 400); p99 of the final dot → 250 ${at(many.waits, 0.99)} ms`,
  );
  const before = memoryOfTree(pid).rss;
  peak = before;
  await sendTo(
    server,
    { sessions: 50, letters: 50, lettersPerConnection: 1, size: 9_900 * KB },
    secureContext,
    from,
  );
  clearInterval(watch);
  print(
    '50 letters of 9.9 MB at once',
    `${Math.round(peak / MB)} MB resident at most, ${((peak - before) / MB / 50).toFixed(1)} MB a letter`,
  );
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(34)} ${figure}\n`);
}

const median = (values: readonly number[]) =>
  at(
    [...values].sort((a, b) => a - b),
    0.5,
  );
const rate = (values: readonly number[]) => Math.round(median(values));
function at(sorted: readonly number[], part: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN);
}
