import 'reflect-metadata';
import {
  checkStore,
  collectBlobs,
  countKeys,
  type Finding,
  finishRotation,
  type MailSafe,
  openMailSafe,
  rotateKeys,
  sayFinding,
  sealFormer,
  sealTraces,
} from '@cachet/mailstore';
import type { ActContext, TenantId } from '@cachet/mss-core';
import { kinds, loadConfigOrExit, newId, STORE_CONFIG } from '@cachet/runtime';
import { Database, DatabaseUnusable, PgRouting } from '@cachet/schema';

/** Command line over the mail that is kept: `check [--deep] [--json]`, `collect`, `seal`, `rotate-keys [--now]`. */
const COMMANDS: Readonly<Record<string, (tools: Tools) => Promise<boolean>>> = {
  check,
  collect,
  seal,
  'rotate-keys': rotate,
};

interface Tools {
  readonly database: Database;
  readonly safe: MailSafe;
  readonly act: ActContext;
  readonly tenants: readonly TenantId[];
  has(option: string): boolean;
}

/** A rotation that was killed goes on when it is run again within the hour, and begins nothing anew. */
const YOUNG_MS = 3_600_000;
const BATCH = 500;

async function main([name = '', ...options]: readonly string[]): Promise<number> {
  const command = COMMANDS[name];
  const known = ['--deep', '--json', '--now'];
  if (!command || options.some((option) => !known.includes(option))) {
    say('Commandes : check [--deep] [--json], collect, seal, rotate-keys [--now]');
    say('Commands: check [--deep] [--json], collect, seal, rotate-keys [--now]');
    return 2;
  }
  const shape = { ...STORE_CONFIG, CACHET_DATABASE_URL: kinds.url('postgres', 'postgresql') };
  const config = loadConfigOrExit('store', shape);
  const database = await Database.connect({ url: config.CACHET_DATABASE_URL, app: 'store' });
  try {
    const actor = { kind: 'system', name: 'store' } as const;
    const act = { actor, means: 'job', at: new Date(), correlationId: newId(), remoteAddress: null } as const;
    const safe = openMailSafe(database, config);
    const tenants = await new PgRouting(database).tenants();
    const isWell = await command({ database, safe, act, tenants, has: (option) => options.includes(option) });
    return isWell ? 0 : 1;
  } finally {
    await database.close();
  }
}

async function check({ database, safe, act, tenants, has }: Tools): Promise<boolean> {
  let found = 0;
  for await (const finding of checkStore(
    { database, safe, isDeep: has('--deep') },
    act,
    tenants,
    new Date(),
  )) {
    found += 1;
    if (has('--json')) say(JSON.stringify(finding));
    else tell(finding);
  }
  if (has('--json')) return found === 0;
  const { inForce, former, destroyed } = await countKeys(database, act, tenants);
  told(
    `Clés de messages : ${inForce} en vigueur, ${former} remplacée(s) et pas encore détruite(s), ${destroyed} détruite(s).`,
    `Keys of messages: ${inForce} in force, ${former} replaced and not yet destroyed, ${destroyed} destroyed.`,
  );
  if (found > 0) told(`${found} différence(s)`, `${found} difference(s)`);
  else
    told(
      `Rien à signaler : ${tenants.length} structure(s) vérifiée(s).`,
      `Nothing wrong: ${tenants.length} structure(s) checked.`,
    );
  return found === 0;
}

async function collect({ database, safe, act }: Tools): Promise<boolean> {
  const collected = await collectBlobs(database, safe.blobs, act, new Date());
  told(`${collected} blob(s) sans message effacé(s).`, `${collected} blob(s) without a message removed.`);
  return true;
}

async function seal({ database, safe, act, tenants }: Tools): Promise<boolean> {
  let sealed = 0;
  const damaged = new Set<string>();
  for (const tenantId of tenants) {
    for (let hasMore = true; hasMore; ) {
      const done = await sealFormer(database, safe, { ...act, tenantId }, BATCH);
      for (const id of done.damaged) damaged.add(id);
      sealed += done.sealed;
      hasMore = done.hasMore && done.sealed > 0;
    }
  }
  told(`${sealed} message(s) scellé(s).`, `${sealed} message(s) sealed.`);
  let traces = 0;
  for (const tenantId of tenants) traces += await sealTraces(database, safe, { ...act, tenantId }, Infinity);
  told(`${traces} objet(s) de traces scellé(s).`, `${traces} subject(s) in traces sealed.`);
  for (const id of damaged)
    told(
      `Le message ${id}, en clair, n’est pas celui qui a été reçu : il est laissé tel quel.`,
      `Message ${id}, in clear, is not the one that was received: it is left as it is.`,
    );
  return damaged.size === 0;
}

async function rotate({ database, safe, act, tenants, has }: Tools): Promise<boolean> {
  const olderThan = has('--now') ? act.at : new Date(act.at.getTime() - YOUNG_MS);
  for (const tenantId of tenants) {
    const done = await rotateKeys(database, safe, { ...act, tenantId }, olderThan);
    if (done)
      told(
        `${tenantId} : clé ${done.version}, ${done.rewrapped} message(s).`,
        `${tenantId}: key ${done.version}, ${done.rewrapped} message(s).`,
      );
    const { destroyed } = await finishRotation(database, safe, { ...act, tenantId });
    if (destroyed.length > 0)
      told(
        `${tenantId} : clé(s) ${destroyed.join(', ')} détruite(s).`,
        `${tenantId}: key(s) ${destroyed.join(', ')} destroyed.`,
      );
  }
  return true;
}

function tell(finding: Finding): void {
  told(`✗ ${finding.tenantId} ${sayFinding(finding, 'fr')}`, `  ${sayFinding(finding, 'en')}`);
}

function told(french: string, english: string): void {
  say(french);
  say(english);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  if (!(fault instanceof DatabaseUnusable)) throw fault;
  process.stderr.write(`${fault.fr}\n${fault.en}\n`);
  process.exitCode = 2;
}
