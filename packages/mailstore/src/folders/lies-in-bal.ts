/**
 * SQL that is true when message `m` lies in the BAL bound to that placeholder. Written so that PostgreSQL walks from the message to
 * its few items, never from the BAL to its many, whatever statistics it has.
 */
export function liesInBal(balPlaceholder: string): string {
  return `(select true from mail_item i
            where i.message_id = m.id
              and (select f.bal_id from mail_folder f where f.id = i.folder_id) = ${balPlaceholder} limit 1)`;
}
