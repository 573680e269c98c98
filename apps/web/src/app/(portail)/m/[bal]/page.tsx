import { notFound, redirect } from 'next/navigation';
import { balFolders } from '../../../../features/bal/bal-folders.ts';
import { requireTerms } from '../../../../session/require-terms.ts';
import { serverTexts } from '../../../../texts/server-texts.ts';
import { Empty } from '../../../../ui/empty.tsx';
import { Failure } from '../../../../ui/failure.tsx';
import { Main } from '../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ bal: string }>;
}

/** A box alone leads to its inbox. */
export default async function BalPage({ params }: Props) {
  await requireTerms();
  const t = await serverTexts();
  const answer = await balFolders((await params).bal);
  if (answer.ok && answer.data.bal.__typename === 'Refus') notFound();
  const bal = answer.ok && answer.data.bal.__typename === 'Bal' ? answer.data.bal : null;
  const inbox = bal?.folders.find(({ specialUse }) => specialUse === 'INBOX') ?? bal?.folders[0];
  if (bal && inbox) redirect(`/m/${bal.id}/${encodeURIComponent(inbox.id)}`);
  return (
    <Main width="narrow">
      <h1>{bal?.address ?? t('failure.page')}</h1>
      {answer.ok ? (
        <Empty icon="shield" title={t('bals.cannotRead')} text={t('folders.cannotRead')} />
      ) : (
        <Failure reference={answer.reference} />
      )}
    </Main>
  );
}
