import Link from 'next/link';
import { FolderMessagesDocument, type FolderUse } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import buttons from '../../ui/button.module.css';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { ListKeys } from './list-keys.tsx';
import styles from './message-list.module.css';
import { MessageRow } from './message-row.tsx';

const PAGE_SIZE = 50;

export interface FolderPlace {
  readonly balId: string;
  readonly folderId: string;
  readonly folderName: string;
  readonly use: FolderUse | null;
}

interface Props {
  readonly place: FolderPlace;
  /** Cursor of the last message of the page before; null for the newest ones. */
  readonly after: string | null;
}

/** One page of messages. Each row is a link; arrows, or j and k, move between rows while the list has the keyboard. */
export async function MessageList({ place, after }: Props) {
  const t = await serverTexts();
  const { balId, folderId } = place;
  const answer = await askForPerson(FolderMessagesDocument, { balId, folderId, first: PAGE_SIZE, after });
  if (!answer.ok) return <Failure reference={answer.reference} />;
  const messages = answer.data.bal.__typename === 'Bal' ? answer.data.bal.folder?.messages : undefined;
  const rows = messages?.edges.map(({ node }) => node) ?? [];
  if (rows.length === 0)
    return (
      <Empty
        icon="inbox"
        title={t('messages.emptyTitle')}
        text={t(after ? 'messages.emptyPage' : 'messages.emptyText')}
      />
    );
  return (
    <>
      <ListKeys className={styles.list} label={t('messages.list', { folder: place.folderName })}>
        {rows.map((message) => (
          <MessageRow key={message.id} message={message} place={place} />
        ))}
      </ListKeys>
      <p className={`${styles.keys} no-print`}>{t('messages.keys')}</p>
      <Pages
        place={place}
        after={after}
        next={messages?.pageInfo.hasNextPage ? messages.pageInfo.endCursor : null}
      />
    </>
  );
}

async function Pages({ place, after, next }: Props & { readonly next: string | null }) {
  const t = await serverTexts();
  const here = `/m/${place.balId}/${encodeURIComponent(place.folderId)}`;
  if (!after && !next) return null;
  return (
    <nav className={`${styles.pages} no-print`} aria-label={t('messages.pages')}>
      {after ? (
        <Link className={buttons.quiet} href={here} prefetch={false}>
          {t('messages.newest')}
        </Link>
      ) : null}
      {next ? (
        <Link
          className={buttons.quiet}
          href={`${here}?${new URLSearchParams({ apres: next })}`}
          prefetch={false}
        >
          {t('messages.older')}
        </Link>
      ) : null}
    </nav>
  );
}
