import { schemaDescription, typesToRead } from '../../features/explorer/schema-description.ts';
import { TypeList } from '../../features/explorer/type-description.tsx';
import { settings } from '../../settings/settings.ts';
import { serverTexts } from '../../texts/server-texts.ts';

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Where one begins to read: the three roots, then every type. */
export default async function ExplorerPage() {
  if (!settings().CACHET_API_EXPLORER) return null;
  const t = await serverTexts();
  const schema = await schemaDescription();
  if (!schema) return <p>{t('explorer.silent')}</p>;
  return (
    <>
      <h3>{t('explorer.roots')}</h3>
      <TypeList types={ROOTS} />
      <h3>{t('explorer.types')}</h3>
      <TypeList types={typesToRead(schema).map(({ name }) => name)} />
    </>
  );
}
