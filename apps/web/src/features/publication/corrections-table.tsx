import type { StructurePublicationQuery } from '../../gql/documents.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import table from '../../ui/table.module.css';
import { DecideButtons } from './decide-buttons.tsx';
import styles from './publication.module.css';

interface Props {
  readonly structureId: string;
  readonly corrections: StructurePublicationQuery['publicationCorrections'];
}

/** EX_PBA_5100: what the Annuaire knows otherwise of people, and a manager's yes or no. */
export async function CorrectionsTable({ structureId, corrections }: Props) {
  const t = await serverTexts();
  return (
    <>
      <p className={styles.note}>{t('publication.correctionsNote')}</p>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('publication.correctionsCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('publication.bal')}</th>
            <th scope="col">{t('publication.ours')}</th>
            <th scope="col">{t('publication.theirs')}</th>
            <th scope="col">{t('publication.answer')}</th>
          </tr>
        </thead>
        <tbody>
          {corrections.edges.map(({ node: { id, address, ours, theirs, isOfNumber } }) => (
            <tr key={id}>
              <td className={styles.address}>{address}</td>
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
              <td>
                <DecideButtons
                  structureId={structureId}
                  id={id}
                  of={`${ours} → ${theirs}`}
                  kind="correction"
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
