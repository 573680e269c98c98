import { TonightPublicationDocument } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import { FindingsTable } from './findings-table.tsx';
import styles from './publication.module.css';

interface Props {
  readonly structureId: string;
  readonly domain: string;
}

/** What would leave this evening for one domain, judged before: nothing is sent by looking. */
export async function Tonight({ structureId, domain }: Props) {
  const t = await serverTexts();
  const answer = await askForPerson(TonightPublicationDocument, { structureId, domain });
  if (!answer.ok || answer.data.publicationPreview.__typename === 'Refus')
    return <p className={styles.note}>{t('publication.tonightFailed', { domain })}</p>;
  const { declared, onListeRouge, blocked, warned, keptBack, exclusions, findings } =
    answer.data.publicationPreview;
  return (
    <>
      <h3 className={styles.domain}>{domain}</h3>
      <ul className={styles.counts}>
        <li>{t('publication.declared', { count: declared })}</li>
        {onListeRouge > 0 ? <li>{t('publication.onListeRouge', { count: onListeRouge })}</li> : null}
        {blocked > 0 ? <li>{t('publication.wouldBeRejected', { count: blocked })}</li> : null}
        {warned > 0 ? <li>{t('publication.wouldBeFlagged', { count: warned })}</li> : null}
        {keptBack > 0 ? <li>{t('publication.keptBack', { count: keptBack })}</li> : null}
        {exclusions.map(({ reason, count }) => (
          <li key={reason}>{t(`publication.exclusion.${reason}`, { count })}</li>
        ))}
      </ul>
      {findings.edges.length > 0 ? (
        <FindingsTable
          structureId={structureId}
          findings={findings.edges.map(({ node }) => node)}
          caption={t('publication.tonightCaption', { domain })}
        />
      ) : null}
      {findings.pageInfo.hasNextPage ? <p className={styles.note}>{t('publication.moreFindings')}</p> : null}
    </>
  );
}
