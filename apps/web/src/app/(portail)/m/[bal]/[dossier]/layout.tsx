import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { balFolders } from '../../../../../features/bal/bal-folders.ts';
import styles from '../../../../../features/bal/folder-rail.module.css';
import { FolderRail } from '../../../../../features/bal/folder-rail.tsx';
import { serverTexts } from '../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../ui/failure.tsx';
import { Main } from '../../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ bal: string }>;
  readonly children: ReactNode;
}

/** An open box: its folders beside what is being read. A box that is not one's own does not exist. */
export default async function OpenBalLayout({ params, children }: Props) {
  const answer = await balFolders((await params).bal);
  if (!answer.ok) {
    const t = await serverTexts();
    return (
      <Main width="narrow">
        <h1>{t('failure.page')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  }
  if (answer.data.bal.__typename === 'Refus') notFound();
  return (
    <div className={styles.frame}>
      <FolderRail bal={answer.data.bal} />
      {children}
    </div>
  );
}
