import type { BalDesk, HolderNotices } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { administrationDesk } from './pg-administration.js';
import { PgBalEstate } from './pg-bal-estate.js';
import { PgCompliance } from './pg-compliance.js';

/** What managing BAL needs, within one visit of one tenant. */
export function balDesk(sql: TenantSql, notices: HolderNotices): BalDesk {
  return {
    ...administrationDesk(sql, notices),
    estate: new PgBalEstate(sql),
    compliance: new PgCompliance(sql),
  };
}
