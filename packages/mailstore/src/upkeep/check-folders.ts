import type { TenantContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import type { Finding, FindingKind } from './findings.js';

/** Each statement finds what breaks one rule, seen at one moment: `id`, and what was found beside what was expected. */
const RULES: readonly (readonly [FindingKind, string])[] = [
  [
    'itemWithoutMessage',
    `select i.folder_id as id, i.uid as found from mail_item i
      where not exists (select from mail_message m where m.tenant_id = i.tenant_id and m.id = i.message_id)`,
  ],
  [
    'folderCounters',
    `select f.id, count(i.uid) as found, f.message_count as expected
       from mail_folder f left join mail_item i on i.tenant_id = f.tenant_id and i.folder_id = f.id
      group by f.tenant_id, f.id
     having f.message_count <> count(i.uid) or f.size_bytes <> coalesce(sum(i.size), 0)
         or f.unseen_count <> count(i.uid) filter (where not i.flags @> array['\\Seen'])`,
  ],
  [
    'uidNotBelowNext',
    `select f.id, max(i.uid) as found, f.uid_next as expected
       from mail_folder f join mail_item i on i.tenant_id = f.tenant_id and i.folder_id = f.id
      group by f.tenant_id, f.id having max(i.uid) >= f.uid_next or max(i.modseq) > f.highest_modseq`,
  ],
  [
    'usedBytes',
    `select b.id, b.used_bytes as found, coalesce(sum(i.size), 0)::bigint as expected
       from bal b left join mail_folder f on f.tenant_id = b.tenant_id and f.bal_id = b.id
       left join mail_item i on i.tenant_id = f.tenant_id and i.folder_id = f.id
      group by b.tenant_id, b.id having b.used_bytes <> coalesce(sum(i.size), 0)`,
  ],
];

/** Findings of one rule and tenant told, no more: a rule broken everywhere must not fill the memory. */
const MOST_OF_A_RULE = 1_000;

/** What the rows of one tenant say of each other: items, counters of folders, used space of BAL. */
export async function* checkFolders(
  database: Pick<Database, 'withTenant'>,
  context: TenantContext,
): AsyncGenerator<Finding> {
  for (const [kind, rule] of RULES) {
    const rows = await database.withTenant(context, (sql) =>
      sql.query<{ id: string; found?: number; expected?: number }>(`${rule} limit ${MOST_OF_A_RULE}`),
    );
    for (const row of rows) yield { kind, tenantId: context.tenantId, ...row };
  }
}
