import type { PublicationDifferenceKind, PublicationDifferencesPageQuery } from '../../gql/documents.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import table from '../../ui/table.module.css';
import { BalLink } from './bal-link.tsx';
import styles from './publication.module.css';

type Difference = PublicationDifferencesPageQuery['publicationDifferences']['edges'][number]['node'];

const LOOKS: Record<
  PublicationDifferenceKind,
  readonly [icon: IconName, tone: 'fine' | 'waiting' | 'blocked']
> = {
  CREATED: ['check', 'fine'],
  CHANGED: ['document', 'waiting'],
  REMOVED: ['cross', 'blocked'],
};

interface Props {
  readonly structureId: string;
  readonly differences: readonly Difference[];
}

/** Which BAL a feed adds, says otherwise or says no more. */
export async function DifferencesTable({ structureId, differences }: Props) {
  const t = await serverTexts();
  if (differences.length === 0)
    return <Empty icon="check" title={t('differences.noneTitle')} text={t('differences.noneText')} />;
  return (
    <table className={`${table.table} ${styles.table}`}>
      <caption className="visually-hidden">{t('differences.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('differences.bal')}</th>
          <th scope="col">{t('differences.kind')}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ balId, address, kind }) => {
          const [icon, tone] = LOOKS[kind];
          return (
            <tr key={address}>
              <td className={styles.address}>
                <BalLink structureId={structureId} balId={balId} address={address} />
              </td>
              <td>
                <p className={styles[tone]}>
                  <Icon name={icon} size={18} />
                  {t(`differences.kinds.${kind}`)}
                </p>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
