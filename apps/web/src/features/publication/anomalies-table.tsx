import { longDate } from '../../format/dates.ts';
import type { AnomalyFragment } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import table from '../../ui/table.module.css';
import { BalLink } from './bal-link.tsx';
import styles from './publication.module.css';

interface Props {
  readonly structureId: string;
  readonly anomalies: readonly AnomalyFragment[];
  readonly hasMore?: boolean;
  /** On the page of the BAL itself, whose address is not said again. */
  readonly isOfOneBal?: boolean;
}

/** What the Annuaire holds against BAL: rejections first, each with what to do. */
export async function AnomaliesTable({ structureId, anomalies, hasMore = false, isOfOneBal = false }: Props) {
  const t = await serverTexts();
  const inOrder = anomalies.toSorted((a, b) => Number(b.isBlocking) - Number(a.isBlocking));
  return (
    <>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('publication.anomaliesCaption')}</caption>
        <thead>
          <tr>
            {isOfOneBal ? null : <th scope="col">{t('publication.bal')}</th>}
            <th scope="col">{t('publication.wrong')}</th>
            <th scope="col">{t('publication.remedy')}</th>
            <th scope="col">{t('publication.since')}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder.map((anomaly) => (
            <Line key={anomaly.id} structureId={structureId} anomaly={anomaly} isOfOneBal={isOfOneBal} />
          ))}
        </tbody>
      </table>
      {hasMore ? <p className={styles.note}>{t('publication.moreAnomalies')}</p> : null}
    </>
  );
}

interface LineProps {
  readonly structureId: string;
  readonly anomaly: AnomalyFragment;
  readonly isOfOneBal: boolean;
}

async function Line({ structureId, anomaly, isOfOneBal }: LineProps) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const { isBlocking, message, messageEn, remedy, remedyEn } = anomaly;
  return (
    <tr>
      {isOfOneBal ? null : (
        <td className={styles.address}>
          {anomaly.balId && anomaly.address ? (
            <BalLink structureId={structureId} balId={anomaly.balId} address={anomaly.address} />
          ) : (
            (anomaly.address ?? anomaly.domain)
          )}
        </td>
      )}
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
