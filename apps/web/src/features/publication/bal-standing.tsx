import { longDate } from '../../format/dates.ts';
import type { BalPublicationShownFragment, BalPublicationState } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import dashboard from '../structure/dashboard.module.css';
import styles from './publication.module.css';
import { whoFinds } from './who-finds.ts';

const LOOKS: Record<BalPublicationState, readonly [icon: IconName, tone: 'fine' | 'waiting' | 'blocked']> = {
  ACCEPTED: ['check', 'fine'],
  DECLARED: ['outgoing', 'waiting'],
  NOT_PUBLISHED: ['pause', 'waiting'],
  PENDING: ['clock', 'waiting'],
  REJECTED: ['cross', 'blocked'],
};

/** Where a BAL stands at the Annuaire: what is published of it, since when, and whether it is shown. */
export async function BalStanding({ publication }: { readonly publication: BalPublicationShownFragment }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const { state, declaredAt, exclusion, unpublishedFrom } = publication;
  const [icon, tone] = LOOKS[state];
  const leaves = state === 'PENDING' && Boolean(exclusion);
  return (
    <dl className={dashboard.strip}>
      <div>
        <dt>{t('balPublication.state')}</dt>
        <dd>
          <span className={styles[tone]}>
            <Icon name={icon} size={18} />
            {t(leaves ? 'balPublication.leaves' : `balPublication.states.${state}`)}
          </span>
        </dd>
      </div>
      <div>
        <dt>{t('balPublication.told')}</dt>
        <dd>
          {declaredAt ? (
            <time dateTime={declaredAt}>{longDate(declaredAt, language)}</time>
          ) : (
            t('balPublication.neverTold')
          )}
          {declaredAt && state === 'PENDING' ? (
            <span className={dashboard.detail}>{t('balPublication.changedSince')}</span>
          ) : null}
        </dd>
      </div>
      <div>
        <dt>{t('balPublication.shown')}</dt>
        <dd>
          {t(`balPublication.${whoFinds(publication)}`)}
          {unpublishedFrom ? (
            <span className={dashboard.detail}>
              {t('balPublication.unpublishedFrom', { date: longDate(unpublishedFrom, language) })}
            </span>
          ) : null}
        </dd>
      </div>
    </dl>
  );
}
