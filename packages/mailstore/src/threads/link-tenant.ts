import type { TenantContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import type { MailSafe } from '../mail-safe.js';
import { linkMessages } from './link-messages.js';

/** Uids beyond their marks, on either side, from which a BAL is worth a visit: fewer are looked at by whoever asks for its conversations. */
const WORTH_A_VISIT = 16;
/** BAL of one tenant visited in one run, those with most to put together first. */
const MOST_BALS = 50;
/** Messages of one BAL in one run; a large import takes several. */
const MOST_MESSAGES = 20_000;

/** Puts together the conversations of the BAL of a tenant. Hears of a BAL that failed; unless it throws, the others go on. */
export async function linkTenant(
  database: Pick<Database, 'withTenant'>,
  context: TenantContext,
  safe: MailSafe,
  onFault: (balId: string, fault: unknown) => void = (_, fault) => {
    throw fault;
  },
): Promise<void> {
  const bals = await database.withTenant(context, (sql) =>
    sql.query<{ id: string }>(
      `select f.bal_id as id from mail_folder f left join mail_thread_mark k on k.folder_id = f.id
        group by f.bal_id having sum(f.uid_next - 1 - coalesce(k.uid, 0) + coalesce(k.above, 0)) >= $1
        order by sum(f.uid_next - 1 - coalesce(k.uid, 0) + coalesce(k.above, 0)) desc limit $2`,
      [WORTH_A_VISIT, MOST_BALS],
    ),
  );
  for (const { id } of bals) {
    try {
      await linkMessages({ database, context, safe, balId: id }, { atMost: MOST_MESSAGES });
    } catch (fault) {
      onFault(id, fault);
    }
  }
}
