import Link from 'next/link';
import { longDate } from '../../format/dates.ts';
import type { PublicationState, StructurePublicationQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { Pager } from '../../ui/pager.tsx';
import table from '../../ui/table.module.css';
import { DecideButtons } from './decide-buttons.tsx';
import styles from './publication.module.css';

type Feeds = StructurePublicationQuery['publications'];
type Feed = Feeds['edges'][number]['node'];

const LOOKS: Record<
  PublicationState,
  readonly [icon: IconName, tone: 'fine' | 'waiting' | 'warned' | 'blocked']
> = {
  HELD: ['pause', 'blocked'],
  SENDING: ['clock', 'waiting'],
  SENT: ['outgoing', 'waiting'],
  REPORTED: ['check', 'fine'],
  REFUSED: ['cross', 'blocked'],
  MISSED: ['warning', 'warned'],
  UNREPORTED: ['warning', 'warned'],
  LOST: ['warning', 'warned'],
};

interface Props {
  readonly structureId: string;
  readonly feeds: Feeds;
  readonly mayDecide: boolean;
  /** Cursor of the last feed of the page before; null for the newest ones. */
  readonly after: string | null;
}

/** Every feed, the newest first: what it changed, and what became of it. */
export async function FeedsTable({ structureId, feeds, mayDecide, after }: Props) {
  const t = await serverTexts();
  if (feeds.edges.length === 0 && !after)
    return <Empty icon="outgoing" title={t('publication.noFeedTitle')} text={t('publication.noFeedText')} />;
  return (
    <>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('publication.feedsCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('publication.when')}</th>
            <th scope="col">{t('publication.domain')}</th>
            <th scope="col">{t('publication.what')}</th>
            <th scope="col">{t('publication.became')}</th>
          </tr>
        </thead>
        <tbody>
          {feeds.edges.map(({ node }) => (
            <Line key={node.id} structureId={structureId} feed={node} mayDecide={mayDecide} />
          ))}
        </tbody>
      </table>
      <Pager of="publication" path={`/g/${structureId}/publication`} after={after} end={feeds.pageInfo} />
    </>
  );
}

interface LineProps {
  readonly structureId: string;
  readonly feed: Feed;
  readonly mayDecide: boolean;
}

async function Line({ structureId, feed, mayDecide }: LineProps) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const { state, declared, created, changed, removed, rejected, flagged } = feed;
  const [icon, tone] = LOOKS[state];
  const when = feed.sentAt ?? feed.begunAt;
  return (
    <tr>
      <td className={styles.since}>
        <time dateTime={when}>{longDate(when, language)}</time>
      </td>
      <td className={styles.address}>{feed.domain}</td>
      <td>
        <p>{feed.isEmptying ? t('publication.emptied') : t('publication.declared', { count: declared })}</p>
        {created + changed + removed > 0 ? (
          <Link href={`/g/${structureId}/publication/envois/${feed.id}`} prefetch={false}>
            {t('publication.changes', { created, changed, removed })}
          </Link>
        ) : (
          <p className={styles.said}>{t('publication.changes', { created, changed, removed })}</p>
        )}
      </td>
      <td>
        <p className={styles[tone]}>
          <Icon name={icon} size={18} />
          {t(`publication.state.${state}`)}
        </p>
        {rejected === null ? null : (
          <p className={styles.said}>{t('publication.verdict', { rejected, flagged: flagged ?? 0 })}</p>
        )}
        {feed.fault && feed.faultEn ? (
          <p>
            {language === 'fr' ? feed.fault : feed.faultEn}{' '}
            <span className={styles.code}>{feed.faultCode}</span>
          </p>
        ) : null}
        {state === 'HELD' && mayDecide ? (
          <DecideButtons structureId={structureId} id={feed.id} of={feed.domain} kind="held" />
        ) : null}
      </td>
    </tr>
  );
}
