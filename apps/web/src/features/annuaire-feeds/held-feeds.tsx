import { longDate } from '../../format/dates.ts';
import type { AnnuaireFeedsPageQuery } from '../../gql/documents.ts';
import { AskedTwice } from '../../orders/asked-twice.tsx';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon } from '../../ui/icons/icon.tsx';
import table from '../../ui/table.module.css';
import styles from './annuaire-feeds.module.css';
import { FEEDS_DOOR } from './order.ts';

type HeldFeed = AnnuaireFeedsPageQuery['publicationsHeld'][number];

interface Props {
  readonly feeds: readonly HeldFeed[];
  readonly mayDecide: boolean;
}

/** Feeds that would remove much, and wait: what each would change, and the yes. Without one, the Annuaire stays as it is. */
// EX_1.1.1_5010: each feed cancels and replaces.
export async function HeldFeeds({ feeds, mayDecide }: Props) {
  const t = await serverTexts();
  if (feeds.length === 0)
    return (
      <Empty icon="check" title={t('annuaireFeeds.noneHeldTitle')} text={t('annuaireFeeds.noneHeldText')} />
    );
  return (
    <>
      <p className={styles.note}>{t('annuaireFeeds.heldNote')}</p>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('annuaireFeeds.heldCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('annuaireFeeds.domain')}</th>
            <th scope="col">{t('annuaireFeeds.since')}</th>
            <th scope="col">{t('annuaireFeeds.wouldChange')}</th>
            <th scope="col">{t('annuaireFeeds.answer')}</th>
          </tr>
        </thead>
        <tbody>
          {feeds.map((feed) => (
            <Line key={feed.id} feed={feed} mayDecide={mayDecide} />
          ))}
        </tbody>
      </table>
    </>
  );
}

async function Line({ feed, mayDecide }: { readonly feed: HeldFeed; readonly mayDecide: boolean }) {
  const t = await serverTexts();
  const { domain, removed, declared, begunAt } = feed;
  return (
    <tr>
      <td className={styles.domain}>{domain}</td>
      <td className={styles.since}>
        <span className={styles.narrow}>{t('annuaireFeeds.since')} </span>
        <time dateTime={begunAt}>{longDate(begunAt, await currentLanguage())}</time>
      </td>
      <td>
        <p className={styles.blocked}>
          <Icon name="warning" size={18} />
          {t('annuaireFeeds.removed', { count: removed })}
        </p>
        <p className={styles.said}>{t('annuaireFeeds.stay', { count: declared })}</p>
      </td>
      <td>
        <Answer feed={feed} mayDecide={mayDecide} />
      </td>
    </tr>
  );
}

async function Answer({ feed, mayDecide }: { readonly feed: HeldFeed; readonly mayDecide: boolean }) {
  const t = await serverTexts();
  if (feed.isApproved)
    return (
      <p className={styles.fine}>
        <Icon name="check" size={18} />
        {t('annuaireFeeds.approved')}
      </p>
    );
  if (!mayDecide) return t('annuaireFeeds.approveForOthers');
  const { domain, removed: count } = feed;
  return (
    <AskedTwice
      path={FEEDS_DOOR}
      order={{ act: 'approve', id: feed.id }}
      language={await currentLanguage()}
      words={{
        ask: t('annuaireFeeds.approve'),
        askOf: t('annuaireFeeds.approveOf', { domain }),
        warning: t('annuaireFeeds.approveWarning', { count, domain }),
        yes: t('annuaireFeeds.approveYes'),
        no: t('annuaireFeeds.approveNo'),
        done: t('annuaireFeeds.approveDone', { domain }),
        failed: t('annuaireFeeds.failed'),
      }}
    />
  );
}
