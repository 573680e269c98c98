import type { Pool } from 'pg';
import { DatabaseUnusable } from './database-unusable.js';

interface Judgement {
  version: number;
  superuser: boolean;
  bypasses: boolean;
  owns: boolean;
  migrated: boolean;
}

const QUESTION = `
  select current_setting('server_version_num')::int as version,
         r.rolsuper as superuser,
         r.rolbypassrls as bypasses,
         exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspname = 'public' and c.relkind in ('r', 'p')
                    and pg_has_role(r.oid, c.relowner, 'member')) as owns,
         to_regclass('public.scheduled_job') is not null as migrated
    from pg_roles r
   where r.rolname = current_user`;

/**
 * Refuses to serve with a role that could look over the wall between tenants (superuser, BYPASSRLS, owner of
 * the tables or able to become it), on a server too old, or on a database without its tables.
 */
export async function judgeRole(pool: Pool): Promise<void> {
  const { rows } = await pool.query<Judgement>(QUESTION);
  const [found] = rows;
  if (!found || found.superuser || found.bypasses || found.owns) throw ROLE_TOO_STRONG();
  if (found.version < 150_000) throw SERVER_TOO_OLD();
  if (!found.migrated) throw NOT_MIGRATED();
}

const ROLE_TOO_STRONG = () =>
  new DatabaseUnusable(
    'Le rôle PostgreSQL de l’application est superutilisateur, BYPASSRLS ou propriétaire des tables : utilisez cachet_app.',
    'The application’s PostgreSQL role is superuser, BYPASSRLS or owner of the tables: use cachet_app.',
  );

const SERVER_TOO_OLD = () =>
  new DatabaseUnusable(
    'PostgreSQL 15 ou plus récent est nécessaire : mettez le serveur à jour.',
    'PostgreSQL 15 or later is needed: upgrade the server.',
  );

const NOT_MIGRATED = () =>
  new DatabaseUnusable(
    'La base n’a pas encore ses tables : appliquez les migrations (packages/schema/dist/migrate.js).',
    'The database has no tables yet: run the migrations (packages/schema/dist/migrate.js).',
  );
