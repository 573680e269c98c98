import Link from 'next/link';
import { longDate } from '../../format/dates.ts';
import { ListeBlancheHealthDocument, type ListeBlancheHealthQuery } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Failure } from '../../ui/failure.tsx';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import styles from './dashboard.module.css';
import { type ListeBlancheState, listeBlancheState } from './liste-blanche-state.ts';

const ICONS: Record<ListeBlancheState, IconName> = { fresh: 'check', stale: 'warning', missing: 'cross' };
const WORDS = { fresh: 'whitelistFresh', stale: 'whitelistStale', missing: 'whitelistMissing' } as const;

interface Props {
  readonly structureId: string;
  readonly domains: readonly string[];
  /** Whether the pages of the whole installation are for whoever looks at this structure. */
  readonly linksToInstallation: boolean;
  /** Whether the feeds of all structures to the Annuaire are for them too. */
  readonly linksToFeeds: boolean;
}

/** The domains served and the state of the liste blanche: what the mail of the structure stands on. */
export async function HealthStrip({ structureId, domains, linksToInstallation, linksToFeeds }: Props) {
  const t = await serverTexts();
  return (
    <dl className={styles.strip}>
      <div>
        <dt>{t('dashboard.domains', { count: domains.length })}</dt>
        <dd>
          {domains.length === 0 ? t('dashboard.noDomain') : null}
          <ul className={styles.domains}>
            {domains.map((domain) => (
              <li key={domain}>
                <Link href={`/g/${structureId}/domaines/${encodeURIComponent(domain)}`}>{domain}</Link>
              </li>
            ))}
          </ul>
        </dd>
      </div>
      <div>
        <dt>{t('dashboard.whitelist')}</dt>
        <dd>
          <ListeBlanche />
          {linksToInstallation ? (
            <Link href="/liste-blanche" prefetch={false}>
              {t('dashboard.whitelistChanges')}
            </Link>
          ) : null}
        </dd>
      </div>
      {linksToInstallation ? (
        <div>
          <dt>{t('jobs.heading')}</dt>
          <dd>
            <Link href="/travaux-planifies" prefetch={false}>
              {t('jobs.link')}
            </Link>
          </dd>
        </div>
      ) : null}
      {linksToInstallation ? (
        <div>
          <dt>{t('directory.heading')}</dt>
          <dd>
            <ul>
              <li>
                <Link href="/copies-annuaire" prefetch={false}>
                  {t('copies.link')}
                </Link>
              </li>
              {linksToFeeds ? (
                <li>
                  <Link href="/envois-annuaire" prefetch={false}>
                    {t('annuaireFeeds.link')}
                  </Link>
                </li>
              ) : null}
            </ul>
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

async function ListeBlanche() {
  const answer = await askForPerson(ListeBlancheHealthDocument, {});
  if (!answer.ok) return <Failure reference={answer.reference} />;
  return <ListeBlancheHealth health={answer.data.listeBlanche} />;
}

async function ListeBlancheHealth({ health }: { readonly health: ListeBlancheHealthQuery['listeBlanche'] }) {
  const t = await serverTexts();
  const state = listeBlancheState(health);
  const date = longDate(health.generatedAt ?? '', await currentLanguage());
  return (
    <>
      <span className={`${styles.state} ${styles[state]}`}>
        <Icon name={ICONS[state]} size={18} />
        {t(`dashboard.${WORDS[state]}`)}
      </span>
      <span className={styles.detail}>
        {state === 'missing'
          ? t('dashboard.whitelistMissingDetail')
          : t('dashboard.whitelistDetail', { domains: health.domainCount, date })}
      </span>
    </>
  );
}
