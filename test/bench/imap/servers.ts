import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idNatOfRpps } from '@cachet/mss-core';
import { Database } from '@cachet/schema';
import { freePort, TestTenant } from '@cachet/testkit';
import { type Launched, readAt, type Sandbox } from '../../e2e/sandbox.js';
import { mayRunDovecotImap, startDovecotImap } from '../../foreign/dovecot-imap.js';
import type { DoorPlan } from './worker.js';

/** A server that is measured. */
export interface Measured {
  readonly name: string;
  readonly door: DoorPlan;
  /** The process, or the first of the tree, that holds the sessions; and the database's, where there is one. */
  readonly pid: number;
  readonly databasePid: number | null;
  /** A user of that name, whose folders are empty. */
  user(name: string): Promise<string>;
  /** Makes the next opening of the user's folders a first one, where it would not be. */
  chill(user: string): Promise<void>;
  /** Waits until what the server prepares beside its sessions is done: of a mailbox in use, most is. */
  settle(user: string): Promise<void>;
  stop(): Promise<void>;
}

/** Known to the sandbox's Pro Santé Connect: Jeanne MOREAU. */
const RPPS = '99900000025';
const DOMAIN = 'mesure.mssante.fr';

/** Ours, in a structure of its own where one person holds every BAL. */
export async function measuredCachet(launched: Launched, sandbox: Sandbox): Promise<Measured> {
  const url = readFileSync(join(launched.varFolder, 'secrets/database-url'), 'utf8').trim();
  const database = await Database.connect({ url, app: 'bench', poolSize: 2 });
  const tenant = await TestTenant.create(database, { domain: DOMAIN });
  const idNat = idNatOfRpps(RPPS);
  if (!idNat) throw new Error('an RPPS was expected');
  const responsible = await tenant.person({ idNat });
  return {
    name: 'Cachet',
    door: { ...sandbox.imap.psc, token: { url: sandbox.psc.sandboxToken, rpps: RPPS } },
    pid: sandbox.processes.mailedge,
    databasePid: sandbox.processes.postgres,
    user: async (name) =>
      (await tenant.bal({ address: `${name}@${DOMAIN}`, responsible, quotaBytes: 2 ** 40 })).address,
    // What a folder's sessions share is made when it is first opened, and nobody has opened it.
    chill: async () => undefined,
    settle: (user) => untilPacked(database, tenant, user),
    stop: () => database.close(),
  };
}

/** Debian's Dovecot with Maildir, its certificate of the same authority as ours. */
export async function measuredDovecot(sandbox: Sandbox): Promise<Measured> {
  if (!mayRunDovecotImap())
    throw new Error('Dovecot (package dovecot-imapd) and root are needed; --alone measures ours only');
  const identity = sandbox.pki.identities.peer;
  if (!identity) throw new Error('the sandbox gives no identity of a peer');
  const dovecot = await startDovecotImap(await freePort(), {
    cert: readAt(identity.cert).toString(),
    key: readAt(identity.key).toString(),
  });
  return {
    name: 'Dovecot',
    door: { host: '127.0.0.1', port: dovecot.port, token: null },
    pid: dovecot.pid,
    databasePid: null,
    user: async (name) => name,
    chill: (user) => dovecot.forgetIndexes(user),
    settle: async () => undefined,
    stop: () => dovecot.stop(),
  };
}

/** Fewer letters than this wait for others before their texts are packed. */
const FEW = 64;

async function untilPacked(database: Database, tenant: TestTenant, user: string): Promise<void> {
  for (;;) {
    const [row] = await database.withTenant(tenant.context(), (sql) =>
      sql.query<{ left: number }>(
        `select count(*) as left from mail_item i
           join mail_folder f on f.id = i.folder_id join bal b on b.id = f.bal_id
          where b.address = $1
            and not exists (select from mail_search_entry e where e.message_id = i.message_id and e.bal_id = b.id)`,
        [user],
      ),
    );
    if ((row?.left ?? 0) < FEW) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
