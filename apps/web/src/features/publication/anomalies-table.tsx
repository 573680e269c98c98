import { longDate } from '../../format/dates.ts';
import type { StructurePublicationQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon } from '../../ui/icons/icon.tsx';
import table from '../../ui/table.module.css';
import styles from './publication.module.css';

type Anomalies = StructurePublicationQuery['publicationAnomalies'];
type Anomaly = Anomalies['edges'][number]['node'];

/** What the Annuaire holds against the BAL of the structure: rejections first, each with what to do. */
export async function AnomaliesTable({ anomalies }: { readonly anomalies: Anomalies }) {
  const t = await serverTexts();
  const inOrder = anomalies.edges
    .map(({ node }) => node)
    .sort((a, b) => Number(b.isBlocking) - Number(a.isBlocking));
  if (inOrder.length === 0)
    return (
      <Empty icon="check" title={t('publication.noAnomalyTitle')} text={t('publication.noAnomalyText')} />
    );
  return (
    <>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('publication.anomaliesCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('publication.bal')}</th>
            <th scope="col">{t('publication.wrong')}</th>
            <th scope="col">{t('publication.remedy')}</th>
            <th scope="col">{t('publication.since')}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder.map((anomaly) => (
            <Line key={anomaly.id} anomaly={anomaly} />
          ))}
        </tbody>
      </table>
      {anomalies.pageInfo.hasNextPage ? (
        <p className={styles.note}>{t('publication.moreAnomalies')}</p>
      ) : null}
    </>
  );
}

async function Line({ anomaly }: { readonly anomaly: Anomaly }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const { isBlocking, message, messageEn, remedy, remedyEn } = anomaly;
  return (
    <tr>
      <td className={styles.address}>{anomaly.address ?? anomaly.domain}</td>
      <td>
        <p className={isBlocking ? styles.blocked : styles.warned}>
          <Icon name={isBlocking ? 'cross' : 'warning'} size={18} />
          {t(isBlocking ? 'publication.rejected' : 'publication.flagged')}{' '}
          <span className={styles.code}>{anomaly.code}</span>
        </p>
        <p>{language === 'fr' ? message : messageEn}</p>
      </td>
      <td>{language === 'fr' ? remedy : remedyEn}</td>
      <td className={styles.since}>
        <time dateTime={anomaly.since}>{longDate(anomaly.since, language)}</time>
      </td>
    </tr>
  );
}
