import type { AdministrationDesk, HolderNotices } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { PgAccesses } from './pg-accesses.js';
import { PgApiKeys } from './pg-api-keys.js';
import { PgBalRegister } from './pg-bal-register.js';
import { PgJournal } from './pg-journal.js';
import { PgPeople } from './pg-people.js';
import { PgRoles } from './pg-roles.js';
import { PgSending } from './pg-sending.js';
import { PgTenantRegister } from './pg-tenant-register.js';

/** What the use cases of administration need, within one visit of one tenant. Without notices nobody is told: for who fills an installation. */
export function administrationDesk(
  sql: TenantSql,
  notices: HolderNotices = { file: async () => undefined },
): AdministrationDesk {
  return {
    notices,
    tenants: new PgTenantRegister(sql),
    people: new PgPeople(sql),
    roles: new PgRoles(sql),
    bals: new PgBalRegister(sql),
    accesses: new PgAccesses(sql),
    keys: new PgApiKeys(sql),
    sending: new PgSending(sql),
    journal: new PgJournal(sql),
  };
}
