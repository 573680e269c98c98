import Link from 'next/link';
import { notFound } from 'next/navigation';
import { schemaDescription, typesToRead } from '../../../../features/explorer/schema-description.ts';
import { TypeDescription } from '../../../../features/explorer/type-description.tsx';
import { settings } from '../../../../settings/settings.ts';
import { currentLanguage, serverTexts } from '../../../../texts/server-texts.ts';

interface Props {
  readonly params: Promise<{ type: string }>;
}

/** What one type of the schema is. */
export default async function TypePage({ params }: Props) {
  if (!settings().CACHET_API_EXPLORER) notFound();
  const t = await serverTexts();
  const { type: name } = await params;
  const schema = await schemaDescription();
  const type = schema && typesToRead(schema).find((each) => each.name === name);
  if (schema && !type) notFound();
  return (
    <>
      <p>
        <Link href="/explorateur" prefetch={false} scroll={false}>
          {t('explorer.allTypes')}
        </Link>
      </p>
      <h3>{name}</h3>
      {type ? (
        <TypeDescription type={type} language={await currentLanguage()} />
      ) : (
        <p>{t('explorer.silent')}</p>
      )}
    </>
  );
}
