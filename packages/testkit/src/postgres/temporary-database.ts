import { randomUUID } from 'node:crypto';
import { Database } from '@cachet/schema';
import { type ProvisionedDatabase, urlsOf, withClient } from './provision-database.js';

/** A migrated database of its own for one test file, gone afterwards. */
export interface TemporaryDatabase extends ProvisionedDatabase {
  readonly name: string;
  /** The application's door, under that process name; closed by `drop`. */
  connect(app?: string): Promise<Database>;
  /** Closes what was connected, then removes the database. */
  drop(): Promise<void>;
}

/** Where the run's server is; the test run's global setup puts these in the environment. */
export const SERVER_VARIABLE = 'TESTKIT_POSTGRES_URL';
export const TEMPLATE_VARIABLE = 'TESTKIT_POSTGRES_TEMPLATE';

/** Copies the template that the run migrated once. @throws Error outside a run that has the global setup. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const server = process.env[SERVER_VARIABLE];
  const template = process.env[TEMPLATE_VARIABLE];
  if (!server || !template) throw new Error('temporaryDatabase() needs the global setup of @cachet/testkit');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(server, async (client) => {
    await client.query(`create database ${name} template ${template} owner cachet_owner`);
    await client.query(`revoke all on database ${name} from public`);
    await client.query(`grant connect on database ${name} to cachet_app`);
  });
  const urls = urlsOf(server, name);
  const connected: Database[] = [];
  return {
    ...urls,
    name,
    async connect(app = 'test') {
      const database = await Database.connect({ url: urls.appUrl, app });
      connected.push(database);
      return database;
    },
    async drop() {
      await Promise.all(connected.splice(0).map((database) => database.close()));
      await withClient(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}
