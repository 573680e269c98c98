import type { OpenedBal } from '@cachet/mss-core';
import type { Session } from '../session/session.js';
import { no, ok } from './completion.js';
import { onReadableBal } from './handler.js';
import { folderName, wireName } from './mailbox-name.js';

/** RFC 9208: one quota root, the BAL itself, named by the empty string. */
export const getQuota = onReadableBal('GETQUOTA', async (session, opened, { arguments: args }) => {
  args.space();
  const root = args.astring();
  args.end();
  if (root !== '') return no('No such quota root', 'NONEXISTENT');
  await showQuota(session, opened);
  return ok('GETQUOTA completed');
});

/** RFC 9208 §4.1.2: the folder need not exist; the answer tells which root it would belong to. */
export const getQuotaRoot = onReadableBal('GETQUOTAROOT', async (session, opened, { arguments: args }) => {
  args.space();
  const name = folderName(session, args);
  args.end();
  session.out.line(`* QUOTAROOT ${wireName(session, name)} ""`);
  await showQuota(session, opened);
  return ok('GETQUOTAROOT completed');
});

/** STORAGE counts units of 1,024 octets (RFC 9208 §5.1). */
async function showQuota(session: Session, opened: OpenedBal): Promise<void> {
  const bal = await session.inBal(opened, ({ bals }) => bals.byId(opened.bal.id));
  const { usedBytes, quotaBytes } = bal ?? opened.bal;
  session.out.line(`* QUOTA "" (STORAGE ${Math.ceil(usedBytes / 1024)} ${Math.floor(quotaBytes / 1024)})`);
}
