import type { HolderNotices, MssAddress } from '@cachet/mss-core';
import { newRowId, PgDeliveries, type TenantSql } from '@cachet/schema';
import { composedMessage } from '../composed/composed-message.js';
import type { MailSafe } from '../mail-safe.js';
import { PgMailFiling } from '../pg-mail-filing.js';
import { PgQuotaDesk } from './pg-quota-desk.js';
import { createSpecialFolders } from './special-folders.js';

/** Letters of ours to the holders of a BAL, in the transaction of what they tell; a full BAL takes them all the same. */
export class PgHolderNotices implements HolderNotices {
  constructor(
    private readonly sql: TenantSql,
    private readonly safe: MailSafe,
  ) {}

  async file(balId: string, address: MssAddress, letter: Uint8Array): Promise<void> {
    const message = composedMessage(letter);
    const messageId = await new PgMailFiling(this.sql, this.safe).keep(message);
    const { size } = message;
    const delivery = { id: newRowId(), balId, messageId, sender: null, recipient: address, size };
    await new PgDeliveries(this.sql).add([{ ...delivery, direction: 'inbound', state: 'delivered' }]);
    await createSpecialFolders(this.sql, [balId]);
    await new PgQuotaDesk(this.sql).fileNotice(balId, { messageId, size });
  }
}
