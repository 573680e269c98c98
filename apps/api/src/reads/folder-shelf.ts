import { foldersOfBals, type MailSafe, PgFolders } from '@cachet/mailstore';
import type { ActContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
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
    const { tenantId } = first;
    const folders = await foldersOfBals(
      this.database.reading({ ...this.act, tenantId }),
      bals.map(({ balId }) => balId),
    );
    return folders.map((folder) => showFolder({ tenantId, balId: folder.balId }, folder));
  }

  // A BAL nobody has opened yet has no folder: its store makes them.
  #firstLook(bal: InBal): Promise<readonly LocatedFolder[]> {
    return this.database.withTenant({ ...this.act, tenantId: bal.tenantId }, async (sql) => {
      const folders = await new PgFolders(sql, this.safe, bal.balId).list();
      return folders.map((folder) => showFolder(bal, folder));
    });
  }
}
