/** The schema, the wall between tenants, and the stores: the only code that knows SQL exists. */
export * from './change.js';
export * from './change-feed.js';
export * from './commit-in-doubt.js';
export * from './database.js';
export * from './database-unusable.js';
export * as Entities from './entities/index.js';
export * from './is-outage.js';
export * from './list-order.js';
export { ormConfig } from './orm-config.js';
export * from './page.js';
export { newRowId } from './row-id.js';
export * from './run-migrations.js';
export type { SharedSql, TenantSql } from './sql.js';
export * from './stores/index.js';
export type { Statement } from './together.js';
