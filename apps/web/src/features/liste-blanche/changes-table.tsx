import { longDate } from '../../format/dates.ts';
import type { ListeBlancheChangeKind, ListeBlanchePageQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { Pager } from '../../ui/pager.tsx';
import table from '../../ui/table.module.css';
import { DnText } from './dn-text.tsx';
import styles from './liste-blanche.module.css';

type Changes = ListeBlanchePageQuery['listeBlancheChanges'];
type Change = Changes['edges'][number]['node'];

const ICONS: Record<ListeBlancheChangeKind, IconName> = {
  DOMAIN_ADDED: 'check',
  DOMAIN_REMOVED: 'cross',
  DN_CHANGED: 'shield',
};

interface Props {
  readonly changes: Changes;
  /** Cursor of the last change of the page before; null for the newest ones. */
  readonly after: string | null;
  /** Part of the domains' names that was looked for; null for all. */
  readonly domain: string | null;
}

/** What each version changed, the newest first: domains that came and left, and certificates that changed. */
export async function ChangesTable({ changes, after, domain }: Props) {
  const t = await serverTexts();
  if (changes.edges.length === 0 && domain)
    return (
      <Empty
        icon="document"
        title={t('whitelist.noneFoundTitle', { domain })}
        text={t('whitelist.noneFoundText')}
      />
    );
  if (changes.edges.length === 0)
    return <Empty icon="document" title={t('whitelist.emptyTitle')} text={t('whitelist.emptyText')} />;
  return (
    <>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('whitelist.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('whitelist.change')}</th>
            <th scope="col">{t('whitelist.domain')}</th>
            <th scope="col">{t('whitelist.certificates')}</th>
            <th scope="col">{t('whitelist.since')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.edges.map(({ node }) => (
            <Line key={node.id} change={node} />
          ))}
        </tbody>
      </table>
      <Pager
        of="whitelist"
        path="/liste-blanche"
        asked={domain ? { domaine: domain } : {}}
        after={after}
        end={changes.pageInfo}
      />
    </>
  );
}

async function Line({ change }: { readonly change: Change }) {
  const t = await serverTexts();
  return (
    <tr>
      <td>
        <span className={`${styles.kind} ${styles[change.kind]}`}>
          <Icon name={ICONS[change.kind]} size={18} />
          {t(`whitelist.kind.${change.kind}`)}
        </span>
      </td>
      <td className={styles.domain}>{change.domain}</td>
      <td>
        <Names names={change.former.filter((dn) => !change.present.includes(dn))} isGone />
        <Names names={change.present.filter((dn) => !change.former.includes(dn))} />
      </td>
      <td className={styles.since}>
        <time dateTime={change.at}>{longDate(change.at, await currentLanguage())}</time>
      </td>
    </tr>
  );
}

/** The certificates that came, or those that left: struck through, and said so to those who do not see it. */
async function Names({
  names,
  isGone = false,
}: {
  readonly names: readonly string[];
  readonly isGone?: boolean;
}) {
  const t = await serverTexts();
  return names.map((dn) => (
    <p key={dn}>
      <span className="visually-hidden">{t(isGone ? 'whitelist.gone' : 'whitelist.come')} </span>
      {isGone ? (
        <del>
          <DnText dn={dn} />
        </del>
      ) : (
        <DnText dn={dn} />
      )}
    </p>
  ));
}
