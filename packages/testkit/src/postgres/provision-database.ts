import { createHmac } from 'node:crypto';
import { Client } from 'pg';

export interface ProvisionedDatabase {
  /** Superuser's, on this database: for inspection. */
  readonly adminUrl: string;
  /** Of cachet_owner, who migrates. */
  readonly ownerUrl: string;
  /** Of cachet_app, as whom the processes serve. */
  readonly appUrl: string;
}

const PROVISION_LOCK = 0x0cac4e8;

/**
 * Makes the two roles and the database where they lack, on any server of which we hold an administrator's URL.
 * Passwords are derived from the administrator's, so that several checkouts sharing a server agree on them.
 */
export async function provisionDatabase(adminUrl: string, name: string): Promise<ProvisionedDatabase> {
  await withClient(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [PROVISION_LOCK]);
    await ensureRole(client, 'cachet_owner', rolePassword(adminUrl, 'cachet_owner'));
    await ensureRole(client, 'cachet_app', rolePassword(adminUrl, 'cachet_app'));
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await createDatabase(client, name);
  });
  return urlsOf(adminUrl, name);
}

/** The three URLs of a database that exists. */
export function urlsOf(adminUrl: string, name: string): ProvisionedDatabase {
  return {
    adminUrl: urlFor(adminUrl, name),
    ownerUrl: urlFor(adminUrl, name, 'cachet_owner'),
    appUrl: urlFor(adminUrl, name, 'cachet_app'),
  };
}

/** One administrator's connection, for the time of `work`. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  const flags = 'login nosuperuser nobypassrls nocreatedb nocreaterole noreplication';
  await client.query(
    `${verb} role ${client.escapeIdentifier(role)} ${flags} password ${client.escapeLiteral(password)}`,
  );
}

async function createDatabase(client: Client, name: string): Promise<void> {
  const database = client.escapeIdentifier(name);
  // An administrator who is not superuser may give a database only to a role whose member it is.
  await client.query('grant cachet_owner to current_user');
  await client.query(`create database ${database} owner cachet_owner encoding 'UTF8' template template0`);
  await client.query(`revoke all on database ${database} from public`);
  await client.query(`grant connect on database ${database} to cachet_app`);
}

function urlFor(adminUrl: string, database: string, role?: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (role) {
    url.username = role;
    url.password = rolePassword(adminUrl, role);
  }
  return url.href;
}

function rolePassword(adminUrl: string, role: string): string {
  return createHmac('sha256', new URL(adminUrl).password).update(role).digest('base64url').slice(0, 32);
}
