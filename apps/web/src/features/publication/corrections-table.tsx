import type { CorrectionFragment } from '../../gql/documents.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import table from '../../ui/table.module.css';
import { BalLink } from './bal-link.tsx';
import { DecideButtons } from './decide-buttons.tsx';
import styles from './publication.module.css';

interface Props {
  readonly structureId: string;
  readonly corrections: readonly CorrectionFragment[];
  readonly mayDecide: boolean;
  /** On the page of the BAL itself, whose address is not said again. */
  readonly isOfOneBal?: boolean;
}

/** EX_PBA_5100: what the Annuaire knows otherwise of people, and a manager's yes or no. */
export async function CorrectionsTable({ structureId, corrections, mayDecide, isOfOneBal = false }: Props) {
  const t = await serverTexts();
  return (
    <>
      <p className={styles.note}>{t('publication.correctionsNote')}</p>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('publication.correctionsCaption')}</caption>
        <thead>
          <tr>
            {isOfOneBal ? null : <th scope="col">{t('publication.bal')}</th>}
            <th scope="col">{t('publication.ours')}</th>
            <th scope="col">{t('publication.theirs')}</th>
            {mayDecide ? <th scope="col">{t('publication.answer')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {corrections.map(({ id, balId, address, ours, theirs, isOfNumber }) => (
            <tr key={id}>
              {isOfOneBal ? null : (
                <td className={styles.address}>
                  <BalLink structureId={structureId} balId={balId} address={address} />
                </td>
              )}
              <td>
                <span className={styles.said}>
                  {t(isOfNumber ? 'publication.number' : 'publication.name')}
                </span>{' '}
                {ours}
              </td>
              <td>
                <span className={styles.said}>
                  {t(isOfNumber ? 'publication.number' : 'publication.name')}
                </span>{' '}
                {theirs}
              </td>
              {mayDecide ? (
                <td>
                  <DecideButtons
                    structureId={structureId}
                    id={id}
                    of={`${ours} → ${theirs}`}
                    kind="correction"
                  />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
