import 'reflect-metadata';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, type Options } from '@mikro-orm/postgresql';
import { entities } from './entities/index.js';
import { migrations } from './migrations/index.js';

/** One description of the database for administration reads, migrations and the comparison of both with PostgreSQL. */
export function ormConfig(
  url: string,
  applicationName: string,
  poolSize: number,
  onWarning: (message: string) => void = () => undefined,
): Options {
  return defineConfig({
    clientUrl: url,
    entities,
    metadataProvider: ReflectMetadataProvider,
    extensions: [Migrator],
    logger: onWarning,
    pool: { min: 0, max: poolSize },
    driverOptions: { application_name: applicationName, connectionTimeoutMillis: 5_000, keepAlive: true },
    migrations: { migrationsList: migrations, snapshot: false, allOrNothing: true, silent: true },
    // The differ offers to drop what no entity declares; functions and triggers are written by hand.
    schemaGenerator: { ignoreRoutines: true, ignoreTriggers: true },
  });
}
