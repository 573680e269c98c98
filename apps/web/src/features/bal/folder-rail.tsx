import Link from 'next/link';
import type { FolderUse } from '../../gql/documents.ts';
import { currentLanguage, serverTexts, textsIn } from '../../texts/server-texts.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { Address } from './address.tsx';
import { KIND_ICONS } from './bal-card.tsx';
import { folderName, inUsualOrder, type OpenBal } from './bal-folders.ts';
import { FolderLink } from './folder-link.tsx';
import styles from './folder-rail.module.css';

const FOLDER_ICONS: Record<FolderUse, IconName> = {
  INBOX: 'inbox',
  SENT: 'sent',
  DRAFTS: 'drafts',
  TRASH: 'trash',
  JUNK: 'junk',
  ARCHIVE: 'archive',
};

/** Which box is open, and its folders with what is unread in them. */
export async function FolderRail({ bal }: { readonly bal: OpenBal }) {
  const t = await serverTexts();
  const texts = textsIn(await currentLanguage());
  return (
    <aside className={`${styles.rail} no-print`} aria-label={bal.address}>
      <Link href="/m" prefetch={false} className={styles.back}>
        <Icon name="back" size={16} />
        {t('folders.allBals')}
      </Link>
      <p className={styles.bal}>
        <Icon name={KIND_ICONS[bal.kind]} size={18} />
        <Address address={bal.address} />
      </p>
      <nav aria-label={t('folders.landmark')}>
        <ul className={styles.folders}>
          {inUsualOrder(bal.folders).map((folder) => (
            <li key={folder.id}>
              <FolderLink path={`/m/${bal.id}/${encodeURIComponent(folder.id)}`}>
                <Icon name={folder.specialUse ? FOLDER_ICONS[folder.specialUse] : 'folder'} size={18} />
                <span className={styles.name}>{folderName(folder, texts)}</span>
                {folder.unread > 0 ? (
                  <>
                    <span className={styles.count} aria-hidden="true">
                      {folder.unread}
                    </span>
                    <span className="visually-hidden">, {t('folders.unread', { count: folder.unread })}</span>
                  </>
                ) : null}
              </FolderLink>
            </li>
          ))}
        </ul>
      </nav>
    </aside>
  );
}
