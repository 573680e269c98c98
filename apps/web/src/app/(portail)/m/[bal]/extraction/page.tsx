import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { balFolders } from '../../../../../features/bal/bal-folders.ts';
import { mayTakeAway } from '../../../../../features/bal/may-take-away.ts';
import { TakeAway } from '../../../../../features/bal/take-away.tsx';
import { MyBalsDocument } from '../../../../../gql/documents.ts';
import { requireTerms } from '../../../../../session/require-terms.ts';
import { askForPerson } from '../../../../../session/session.ts';
import { serverTexts } from '../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../ui/failure.tsx';
import { Main } from '../../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ bal: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('takeAway.title') }) };
}

/** Everything in a box, to save as one archive. */
export default async function TakeAwayPage({ params }: Props) {
  await requireTerms();
  const t = await serverTexts();
  const { bal: balId } = await params;
  const [mine, answer] = await Promise.all([askForPerson(MyBalsDocument, {}), balFolders(balId)]);
  if (!mine.ok || !answer.ok)
    return (
      <Main width="narrow">
        <h1>{t('takeAway.title')}</h1>
        <Failure reference={mine.ok ? (answer.ok ? null : answer.reference) : mine.reference} />
      </Main>
    );
  const holding = mine.data.me.bals.find(({ bal }) => bal.id === balId);
  if (!holding || !mayTakeAway(holding) || answer.data.bal.__typename === 'Refus') notFound();
  const { id, address, folders } = answer.data.bal;
  const count = folders.reduce((sum, { total }) => sum + total, 0);
  return (
    <Main width="narrow">
      <h1>{t('takeAway.title')}</h1>
      <p>{t('takeAway.holds', { address, count })}</p>
      <p>{t('takeAway.content')}</p>
      <p>{t('takeAway.traced')}</p>
      <TakeAway
        balId={id}
        choices={[
          { format: 'eml', name: t('takeAway.eml'), hint: t('takeAway.emlHint') },
          { format: 'mbox', name: t('takeAway.mbox'), hint: t('takeAway.mboxHint') },
        ]}
        started={t('takeAway.started')}
      />
    </Main>
  );
}
