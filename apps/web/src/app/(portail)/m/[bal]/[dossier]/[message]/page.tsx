import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache, Suspense } from 'react';
import { folderName } from '../../../../../../features/bal/bal-folders.ts';
import { openFolder, type PlaceParams } from '../../../../../../features/bal/open-folder.ts';
import { MessageContent } from '../../../../../../features/message/message-content.tsx';
import { MessageHead } from '../../../../../../features/message/message-head.tsx';
import { MessageHeaderDocument } from '../../../../../../gql/documents.ts';
import { requireTerms } from '../../../../../../session/require-terms.ts';
import { askForPerson } from '../../../../../../session/session.ts';
import { currentLanguage, serverTexts, textsIn } from '../../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../../ui/failure.tsx';
import { Main } from '../../../../../../ui/main.tsx';
import { Skeleton } from '../../../../../../ui/skeleton.tsx';

interface Props {
  readonly params: Promise<PlaceParams & { readonly message: string }>;
}

const header = cache((balId: string, messageId: string) =>
  askForPerson(MessageHeaderDocument, { balId, messageId }),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await serverTexts();
  // The title stays in the browser's history, on a workstation that others use: it never holds a subject.
  return (await openFolder(await params))
    ? { title: t('title.page', { page: t('reader.bodyHeading') }) }
    : {};
}

/** One message: who wrote it and when, then what it says. Only the second asks for the body, which is traced as a reading. */
export default async function MessagePage({ params }: Props) {
  await requireTerms();
  const t = await serverTexts();
  const { message: encoded, ...placeParams } = await params;
  const messageId = decodeURIComponent(encoded);
  const place = await openFolder(placeParams);
  if (!place) notFound();
  const answer = await header(place.bal.id, messageId);
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('failure.page')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { message } = answer.data;
  if (message.__typename === 'Refus') notFound();
  const back = {
    path: `/m/${place.bal.id}/${encodeURIComponent(place.folder.id)}`,
    folder: folderName(place.folder, textsIn(await currentLanguage())),
  };
  return (
    <Main>
      <MessageHead message={message} balId={place.bal.id} back={back} />
      <Suspense fallback={<Skeleton rows={3} label={t('reader.loading')} />}>
        <MessageContent balId={place.bal.id} messageId={messageId} />
      </Suspense>
    </Main>
  );
}
