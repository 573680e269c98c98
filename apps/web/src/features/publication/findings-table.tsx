import type { FindingFragment } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import table from '../../ui/table.module.css';
import { BalLink } from './bal-link.tsx';
import styles from './publication.module.css';

interface Props {
  readonly structureId: string;
  readonly findings: readonly FindingFragment[];
  readonly caption: string;
  /** On the page of the BAL itself, whose address is not said again. */
  readonly isOfOneBal?: boolean;
}

/** What the Annuaire would hold against BAL, judged before anything leaves, each with what to do. */
export async function FindingsTable({ structureId, findings, caption, isOfOneBal = false }: Props) {
  const t = await serverTexts();
  const language = await currentLanguage();
  return (
    <table className={`${table.table} ${styles.table}`}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {isOfOneBal ? null : <th scope="col">{t('publication.bal')}</th>}
          <th scope="col">{t('publication.wrong')}</th>
          <th scope="col">{t('publication.remedy')}</th>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding) => (
          <tr key={`${finding.balId} ${finding.rule}`}>
            {isOfOneBal ? null : (
              <td className={styles.address}>
                <BalLink structureId={structureId} balId={finding.balId} address={finding.address} />
              </td>
            )}
            <td>
              <p className={finding.isBlocking ? styles.blocked : styles.warned}>
                <Icon name={finding.isBlocking ? 'cross' : 'warning'} size={18} />
                {t(finding.isBlocking ? 'publication.wouldReject' : 'publication.wouldFlag')}
              </p>
              <p>{language === 'fr' ? finding.message : finding.messageEn}</p>
            </td>
            <td>{language === 'fr' ? finding.remedy : finding.remedyEn}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
