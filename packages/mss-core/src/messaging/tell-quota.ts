import { domainOf } from '../identifiers/index.js';
import { done, type Outcome } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import { composeQuotaNotice } from './compose-quota-notice.js';
import type { NoticePorts } from './delivery-notices.js';
import type { MailRooms } from './mail-rooms.js';
import type { QuotaCrossing } from './quota.js';

export interface QuotaPorts extends NoticePorts {
  readonly rooms: MailRooms;
}

/**
 * Tells the holders of a BAL, by a letter in its inbox, that it reached a part of its quota, and from 95 % on the managers of its
 * structure; once for each crossing. Answers whether there was anything to tell.
 */
export function tellQuota(
  ports: QuotaPorts,
  context: ActContext,
  { tenantId, balId }: QuotaCrossing,
): Promise<Outcome<boolean>> {
  return ports.rooms.transaction(context, (enter) =>
    enter(tenantId, async ({ quota, filing, deliveries, journal, compliance }) => {
      const crossed = await quota.take(balId);
      if (!crossed) return done(false);
      const { bal, level } = crossed;
      const domain = domainOf(bal.address);
      const stamp = { hostname: ports.hostname ?? domain, at: context.at, id: ports.newId() };
      const notice = ports.messageOf(composeQuotaNotice({ bal, level, domain }, stamp));
      const messageId = await filing.keep(notice);
      const { size } = notice;
      const delivery = { id: ports.newId(), balId, messageId, sender: null, recipient: bal.address, size };
      await deliveries.add([{ ...delivery, direction: 'inbound', state: 'delivered' }]);
      const facts = { level, usedBytes: bal.usedBytes, quotaBytes: bal.quotaBytes };
      await journal.record([{ kind: 'quota.reached', outcome: 'ok', balId, messageId, facts }]);
      if (level >= 95) {
        const severity = level === 100 ? 'warning' : 'info';
        await compliance.raise([{ kind: 'quota.reached', severity, facts: { ...facts, balId } }]);
      }
      await quota.fileNotice(balId, { messageId, size });
      return done(true);
    }),
  );
}
