import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { Address } from '../../../../../features/bal/address.tsx';
import { folderName } from '../../../../../features/bal/bal-folders.ts';
import { openFolder, type PlaceParams } from '../../../../../features/bal/open-folder.ts';
import styles from '../../../../../features/message/message-list.module.css';
import { MessageList } from '../../../../../features/message/message-list.tsx';
import { KeepFresh } from '../../../../../live/keep-fresh.tsx';
import { requireTerms } from '../../../../../session/require-terms.ts';
import { currentLanguage, serverTexts, textsIn } from '../../../../../texts/server-texts.ts';
import { Main } from '../../../../../ui/main.tsx';
import { Skeleton } from '../../../../../ui/skeleton.tsx';

interface Props {
  readonly params: Promise<PlaceParams>;
  readonly searchParams: Promise<{ apres?: string }>;
}

// G-WEB-4: new mail is seen within 5 seconds. The API offers no subscription to one's own box: the page asks again while it is looked at.
const REFRESH_MS = 4000;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await serverTexts();
  const place = await openFolder(await params);
  if (!place) return {};
  const folder = folderName(place.folder, textsIn(await currentLanguage()));
  return { title: t('title.page', { page: t('messages.title', { folder, address: place.bal.address }) }) };
}

/** The messages of a folder, newest first. */
export default async function FolderPage({ params, searchParams }: Props) {
  await requireTerms();
  const t = await serverTexts();
  const place = await openFolder(await params);
  if (!place) notFound();
  const { bal, folder } = place;
  const name = folderName(folder, textsIn(await currentLanguage()));
  const { apres } = await searchParams;
  return (
    <Main>
      <div className={styles.heading}>
        <h1>{name}</h1>
        <p className={styles.where}>
          <Address address={bal.address} />
        </p>
        <p role="status" className={styles.counts}>
          {t('messages.count', { count: folder.total })}
          {folder.unread > 0 ? `, ${t('messages.countUnread', { count: folder.unread })}` : ''}
        </p>
      </div>
      <Suspense key={apres ?? ''} fallback={<Skeleton rows={8} label={t('messages.loading')} />}>
        <MessageList
          place={{ balId: bal.id, folderId: folder.id, folderName: name, use: folder.specialUse }}
          after={apres ?? null}
        />
      </Suspense>
      <KeepFresh everyMs={REFRESH_MS} />
    </Main>
  );
}
