import { keptLetters } from './kept-letters.js';
import type { RunningProduct } from './running-product.js';

/** A copy of a campaign's letter in a BAL. */
export interface Copy {
  readonly address: string;
  readonly folder: string;
  /** Letter and attempt. */
  readonly mark: string;
  /** Of all that follows our trace fields. */
  readonly sha: string;
}

/** A delivery to the other operator, as the product knows it. */
export interface KnownDelivery {
  readonly mark: string;
  readonly recipient: string;
  readonly state: string;
}

export async function copiesInDatabase(product: RunningProduct, tenantId: string): Promise<Copy[]> {
  return product.sql<Copy & Record<string, string>>(
    `select bal.address, coalesce(folder.special_use, folder.name) as folder, marked.mark, marked.sha
       from ${MARKED}
       join mail_item item on item.tenant_id = $1 and item.message_id = marked.message_id
       join mail_folder folder on (folder.tenant_id, folder.id) = (item.tenant_id, item.folder_id)
       join bal on (bal.tenant_id, bal.id) = (folder.tenant_id, folder.bal_id)`,
    await marked(product, tenantId),
  );
}

export async function deliveriesToPeers(product: RunningProduct, tenantId: string): Promise<KnownDelivery[]> {
  return product.sql<KnownDelivery & Record<string, string>>(
    `select marked.mark, delivery.recipient, delivery.state
       from ${MARKED} join delivery on delivery.tenant_id = $1 and delivery.message_id = marked.message_id
      where delivery.direction = 'outbound' and delivery.sender is not null and delivery.attempts > 0`,
    await marked(product, tenantId),
  );
}

const MARKED = 'unnest($2::uuid[], $3::text[], $4::text[]) as marked(message_id, mark, sha)';

async function marked(product: RunningProduct, tenantId: string): Promise<readonly unknown[]> {
  const letters = await keptLetters(product, tenantId);
  return [
    tenantId,
    letters.map(({ message_id }) => message_id),
    letters.map(({ mark }) => mark),
    letters.map(({ sha }) => sha),
  ];
}

/** What must hold of the rows whatever happened: each statement finds those that break a rule. */
const RULES: Readonly<Record<string, string>> = {
  'a uid is not below its folder’s next uid': `
    select folder.id from mail_folder folder join mail_item item on (item.tenant_id, item.folder_id) = (folder.tenant_id, folder.id)
     group by folder.tenant_id, folder.id having max(item.uid) >= folder.uid_next or max(item.modseq) > folder.highest_modseq`,
  'a folder’s counters are not its items’': `
    select folder.id from mail_folder folder left join mail_item item on (item.tenant_id, item.folder_id) = (folder.tenant_id, folder.id)
     group by folder.tenant_id, folder.id
    having folder.message_count <> count(item.uid) or folder.size_bytes <> coalesce(sum(item.size), 0)
        or folder.unseen_count <> count(item.uid) filter (where not item.flags @> array['\\Seen'])`,
  'a BAL’s used space is not the sum of its items’': `
    select bal.id from bal
      left join mail_folder folder on (folder.tenant_id, folder.bal_id) = (bal.tenant_id, bal.id)
      left join mail_item item on (item.tenant_id, item.folder_id) = (folder.tenant_id, folder.id)
     group by bal.tenant_id, bal.id having bal.used_bytes <> coalesce(sum(item.size), 0)`,
  'a uid lies in a folder and was expunged from it': `
    select item.uid from mail_item item
      join mail_expunged gone on (gone.tenant_id, gone.folder_id, gone.uid) = (item.tenant_id, item.folder_id, item.uid)`,
  'a message’s bytes are not whole': `
    select message.id from mail_message message
      left join mail_message_chunk chunk on (chunk.tenant_id, chunk.message_id) = (message.tenant_id, message.id)
     where not message.in_blob
     group by message.tenant_id, message.id
    having coalesce(sum(length(chunk.bytes)), 0) <> message.size + 16 * count(chunk.seq)
        or count(chunk.seq) <> greatest(1, ceil(message.size / 8000.0))`,
  'an item’s size is not its message’s': `
    select item.uid from mail_item item join mail_message message on (message.tenant_id, message.id) = (item.tenant_id, item.message_id)
     where item.size <> message.size`,
  'a message is kept for nobody': `
    select message.id from mail_message message
     where not exists (select from mail_item item where (item.tenant_id, item.message_id) = (message.tenant_id, message.id))
       and not exists (select from delivery where (delivery.tenant_id, delivery.message_id) = (message.tenant_id, message.id)
                          and delivery.state in ('queued', 'deferred', 'held'))`,
  'an item in an inbox has no trace of its arrival, or a trace no item': `
    select coalesce(arrived.message_id, traced.message_id) as id
      from (select item.tenant_id, item.message_id, folder.bal_id, count(*) as times from mail_item item
              join mail_folder folder on (folder.tenant_id, folder.id) = (item.tenant_id, item.folder_id)
             where folder.special_use in ('inbox', 'junk')
               and exists (select from delivery where (delivery.tenant_id, delivery.message_id) = (item.tenant_id, item.message_id)
                              and delivery.sender is not null)
             group by 1, 2, 3) arrived
      full join (select tenant_id, message_id, bal_id, count(*) as times from trace_event where kind = 'message.received'
                  group by 1, 2, 3) traced
        on (traced.tenant_id, traced.message_id, traced.bal_id) = (arrived.tenant_id, arrived.message_id, arrived.bal_id)
     where arrived.times is distinct from traced.times`,
  'an item in Sent has no trace of its submission, or a trace no item': `
    select coalesce(sent.message_id, traced.message_id) as id
      from (select item.tenant_id, item.message_id, count(*) as times from mail_item item
              join mail_folder folder on (folder.tenant_id, folder.id) = (item.tenant_id, item.folder_id)
             where folder.special_use = 'sent' group by 1, 2) sent
      full join (select tenant_id, message_id, count(*) as times from trace_event where kind = 'message.submitted' group by 1, 2) traced
        on (traced.tenant_id, traced.message_id) = (sent.tenant_id, sent.message_id)
     where sent.times is distinct from traced.times`,
  'an item in an inbox has no delivery, or a delivery no item': `
    select coalesce(arrived.message_id, known.message_id) as id
      from (select item.tenant_id, item.message_id, folder.bal_id, count(*) as times from mail_item item
              join mail_folder folder on (folder.tenant_id, folder.id) = (item.tenant_id, item.folder_id)
             where folder.special_use in ('inbox', 'junk') group by 1, 2, 3) arrived
      full join (select tenant_id, message_id, bal_id, count(*) as times from delivery where direction = 'inbound' group by 1, 2, 3) known
        on (known.tenant_id, known.message_id, known.bal_id) = (arrived.tenant_id, arrived.message_id, arrived.bal_id)
     where arrived.times is distinct from known.times`,
  'a delivery’s state is not what its last event tells, or it was delivered twice': `
    select delivery.id from delivery
      left join delivery_event event on (event.tenant_id, event.delivery_id) = (delivery.tenant_id, delivery.id)
     group by delivery.tenant_id, delivery.id
    having count(event.id) filter (where event.state = delivery.state) = 0
        or count(event.id) filter (where event.state in ('delivered', 'failed'))
           <> (delivery.state in ('delivered', 'failed'))::int`,
  'an attempt left no event': `
    select delivery.id from delivery
      left join delivery_event event on (event.tenant_id, event.delivery_id) = (delivery.tenant_id, delivery.id)
     where delivery.direction = 'outbound' and delivery.attempts > 0
     group by delivery.tenant_id, delivery.id having count(event.id) filter (where event.state <> 'queued') <> delivery.attempts`,
  'a letter to a peer was delivered without its trace': `
    select coalesce(known.message_id, traced.message_id) as id
      from (select tenant_id, message_id, count(*) as times from delivery
             where direction = 'outbound' and state = 'delivered' and attempts > 0 group by 1, 2) known
      full join (select tenant_id, message_id, count(*) as times from trace_event where kind = 'message.delivered' group by 1, 2) traced
        on (traced.tenant_id, traced.message_id) = (known.tenant_id, known.message_id)
     where known.times is distinct from traced.times`,
  'a delivery waits outside of the queue, or the queue holds one that has ended': `
    select coalesce(waiting.id, due.delivery_id) as id
      from (select id from delivery where direction = 'outbound' and state in ('queued', 'deferred')) waiting
      full join outbound_due due on due.delivery_id = waiting.id
     where waiting.id is null or due.delivery_id is null`,
};

/** The rules that rows break, each with how many break it. */
export async function brokenRules(product: RunningProduct): Promise<string[]> {
  const broken: string[] = [];
  for (const [rule, statement] of Object.entries(RULES)) {
    const [row] = await product.sql<{ count: string }>(`select count(*) as count from (${statement}) broken`);
    if (Number(row?.count) > 0) broken.push(`${rule}: ${row?.count}`);
  }
  return broken;
}
