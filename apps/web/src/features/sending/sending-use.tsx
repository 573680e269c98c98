import type { StructureSendingQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import styles from './sending.module.css';

export type Sending = Extract<StructureSendingQuery['structure'], { __typename: 'Structure' }>;

/** What the structure sent within the hour beside what it may send, and who sent most of it. */
export async function SendingUse({ structure }: { readonly structure: Sending }) {
  const t = await serverTexts();
  const figure = new Intl.NumberFormat((await currentLanguage()) === 'fr' ? 'fr-FR' : 'en-GB');
  const { sendingLimits: limits, sendingUse: use } = structure;
  return (
    <>
      <p className={styles.text}>{t('sending.used', { used: use.recipients, limit: limits.perStructure })}</p>
      {limits.areChosen ? null : <p className={styles.text}>{t('sending.ordinary')}</p>}
      {use.busiest.length > 0 ? (
        <table className={styles.table}>
          <caption className="visually-hidden">{t('sending.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('sending.bal')}</th>
              <th scope="col">{t('sending.recipients')}</th>
              <th scope="col">{t('sending.limit')}</th>
            </tr>
          </thead>
          <tbody>
            {use.busiest.map(({ bal, recipients }) => (
              <tr key={bal.id}>
                <th scope="row">{bal.address}</th>
                <td>{figure.format(recipients)}</td>
                <td>
                  {figure.format(bal.kind === 'APPLICATIVE' ? limits.perApplicativeBal : limits.perBal)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className={styles.text}>
          {t('sending.inForce', { perBal: limits.perBal, perApplicativeBal: limits.perApplicativeBal })}
        </p>
      )}
    </>
  );
}
