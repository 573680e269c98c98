import { type MailSafe, PgFolders } from '@cachet/mailstore';
import { type ActContext, SPECIAL_FOLDER_NAMES } from '@cachet/mss-core';
import { type Database, Entities } from '@cachet/schema';
import DataLoader from 'dataloader';
import type { InBal, LocatedFolder } from './located.js';
import { showFolder } from './show-message.js';

/** The folders of BAL the caller may read, those of one tenant read together. */
export class FolderShelf {
  readonly #loader = new DataLoader<InBal, readonly LocatedFolder[], string>((asked) => this.#load(asked), {
    cacheKeyFn: ({ balId }) => balId,
  });

  constructor(
    private readonly database: Database,
    private readonly safe: MailSafe,
    private readonly act: ActContext,
  ) {}

  /** INBOX first, then by name. */
  of(bal: InBal): Promise<readonly LocatedFolder[]> {
    return this.#loader.load(bal);
  }

  async #load(asked: readonly InBal[]): Promise<(readonly LocatedFolder[])[]> {
    const byTenant = Map.groupBy(asked, ({ tenantId }) => tenantId);
    const found = await Promise.all([...byTenant.values()].map((bals) => this.#read(bals)));
    const byBal = Map.groupBy(found.flat(), ({ at }) => at.balId);
    return Promise.all(asked.map((bal) => byBal.get(bal.balId) ?? this.#firstLook(bal)));
  }

  async #read(bals: readonly InBal[]): Promise<readonly LocatedFolder[]> {
    const [first] = bals;
    if (!first) return [];
    const rows = await this.database
      .em(first.tenantId)
      .find(
        Entities.MailFolder,
        { bal: { id: { $in: bals.map(({ balId }) => balId) } } },
        { orderBy: { name: 'asc' } },
      );
    const folders = rows.map(({ id, name, specialUse, messageCount, unseenCount, bal }) =>
      showFolder(
        { tenantId: first.tenantId, balId: bal.id },
        { id, name, specialUse, messages: Number(messageCount), unseen: Number(unseenCount) },
      ),
    );
    return folders.sort((a, b) => Number(isInbox(b)) - Number(isInbox(a)));
  }

  // A BAL nobody has opened yet has no folder: its store makes them.
  #firstLook(bal: InBal): Promise<readonly LocatedFolder[]> {
    return this.database.withTenant({ ...this.act, tenantId: bal.tenantId }, async (sql) => {
      const folders = await new PgFolders(sql, this.safe, bal.balId).list();
      return folders.map((folder) => showFolder(bal, folder));
    });
  }
}

function isInbox({ name }: LocatedFolder): boolean {
  return name === SPECIAL_FOLDER_NAMES.inbox;
}
