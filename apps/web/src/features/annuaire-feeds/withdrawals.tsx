import { longDate } from '../../format/dates.ts';
import type { AnnuaireFeedsPageQuery } from '../../gql/documents.ts';
import { AskedTwice } from '../../orders/asked-twice.tsx';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import table from '../../ui/table.module.css';
import styles from './annuaire-feeds.module.css';
import { FEEDS_DOOR } from './order.ts';

type Withdrawal = AnnuaireFeedsPageQuery['domainWithdrawals'][number];

interface Props {
  readonly withdrawals: readonly Withdrawal[];
  readonly mayDecide: boolean;
}

/** Domains that leave: since when, and whether the Annuaire publishes nothing of them any more. */
// EX_GBM_6020
export async function Withdrawals({ withdrawals, mayDecide }: Props) {
  const t = await serverTexts();
  if (withdrawals.length === 0) return <p className={styles.note}>{t('annuaireFeeds.noneWithdrawn')}</p>;
  return (
    <table className={`${table.table} ${styles.table}`}>
      <caption className="visually-hidden">{t('annuaireFeeds.withdrawalsCaption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('annuaireFeeds.domain')}</th>
          <th scope="col">{t('annuaireFeeds.askedAt')}</th>
          <th scope="col">{t('annuaireFeeds.standing')}</th>
          {mayDecide ? <th scope="col">{t('annuaireFeeds.answer')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {withdrawals.map((withdrawal) => (
          <Line key={withdrawal.domain} withdrawal={withdrawal} mayDecide={mayDecide} />
        ))}
      </tbody>
    </table>
  );
}

interface LineProps {
  readonly withdrawal: Withdrawal;
  readonly mayDecide: boolean;
}

async function Line({ withdrawal: { domain, askedAt, emptiedAt }, mayDecide }: LineProps) {
  const t = await serverTexts();
  const language = await currentLanguage();
  return (
    <tr>
      <td className={styles.domain}>{domain}</td>
      <td className={styles.since}>
        <span className={styles.narrow}>{t('annuaireFeeds.askedAt')} </span>
        <time dateTime={askedAt}>{longDate(askedAt, language)}</time>
      </td>
      <td>
        {emptiedAt ? (
          <>
            <p className={styles.fine}>
              <Icon name="check" size={18} />
              {t('annuaireFeeds.emptied', { date: longDate(emptiedAt, language) })}
            </p>
            <p className={styles.said}>{t('annuaireFeeds.emptiedNext')}</p>
            {mayDecide ? (
              <a href={`/envois-annuaire/${encodeURIComponent(domain)}/annexe-1`}>
                {t('annuaireFeeds.annexe', { domain })}
              </a>
            ) : null}
          </>
        ) : (
          <>
            <p className={styles.waiting}>
              <Icon name="clock" size={18} />
              {t('annuaireFeeds.emptying')}
            </p>
            <p className={styles.said}>{t('annuaireFeeds.emptyingNext')}</p>
          </>
        )}
      </td>
      {mayDecide ? (
        <td>
          <AskedTwice
            path={FEEDS_DOOR}
            order={{ act: 'keep', domain }}
            language={language}
            words={{
              ask: t('annuaireFeeds.keep'),
              askOf: t('annuaireFeeds.keepOf', { domain }),
              warning: t('annuaireFeeds.keepWarning', { domain }),
              yes: t('annuaireFeeds.keepYes'),
              no: t('annuaireFeeds.keepNo'),
              done: t('annuaireFeeds.keepDone', { domain }),
              failed: t('annuaireFeeds.failed'),
            }}
          />
        </td>
      ) : null}
    </tr>
  );
}
