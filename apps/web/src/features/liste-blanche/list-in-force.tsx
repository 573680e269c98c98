import { longDate } from '../../format/dates.ts';
import type { ListeBlanchePageQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import dashboard from '../structure/dashboard.module.css';
import { DnText } from './dn-text.tsx';
import styles from './liste-blanche.module.css';

/** What mail is decided by at this moment, and who signed it. */
export async function ListInForce({ list }: { readonly list: ListeBlanchePageQuery['listeBlanche'] }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  if (!list.available)
    return (
      <p className={styles.none}>
        <span className={`${dashboard.state} ${dashboard.missing}`}>
          <Icon name="cross" size={18} />
          {t('dashboard.whitelistMissing')}
        </span>
        {t('dashboard.whitelistMissingDetail')}
      </p>
    );
  const date = (iso: string | null | undefined) => longDate(iso ?? '', language);
  return (
    <dl className={dashboard.strip}>
      <div>
        <dt>{t('whitelist.state')}</dt>
        <dd>
          <span className={`${dashboard.state} ${list.stale ? dashboard.stale : dashboard.fresh}`}>
            <Icon name={list.stale ? 'warning' : 'check'} size={18} />
            {t(list.stale ? 'dashboard.whitelistStale' : 'dashboard.whitelistFresh')}
          </span>
          <span className={dashboard.detail}>
            {t('whitelist.received', { generated: date(list.generatedAt), fetched: date(list.fetchedAt) })}
          </span>
        </dd>
      </div>
      <div>
        <dt>{t('whitelist.content')}</dt>
        <dd>
          {t('whitelist.domains', { count: list.domainCount })}
          <span className={dashboard.detail}>{t('whitelist.rows', { count: list.rowCount })}</span>
        </dd>
      </div>
      <div>
        <dt>{t('whitelist.signer')}</dt>
        <dd>
          <DnText dn={list.signerDn ?? ''} />
          {list.signerExpiresAt ? (
            <span className={dashboard.detail}>
              {t('whitelist.signerUntil', { date: date(list.signerExpiresAt) })}
            </span>
          ) : null}
        </dd>
      </div>
    </dl>
  );
}
