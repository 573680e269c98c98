import { longDate } from '../../format/dates.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import table from '../../ui/table.module.css';
import { daysSince, isStale } from './copy-age.ts';
import styles from './directory-copies.module.css';
import type { Copy } from './pending-copy.tsx';

type Standing = 'fresh' | 'stale' | 'pending';

const ICONS: Record<Standing, IconName> = { fresh: 'check', stale: 'warning', pending: 'pause' };

/** What searches read: each copy with its age, its lines, when it was loaded and whether it is in force. */
export async function CopiesTable({ copies }: { readonly copies: readonly Copy[] }) {
  const t = await serverTexts();
  if (copies.length === 0)
    return <Empty icon="clock" title={t('copies.noneTitle')} text={t('copies.noneText')} />;
  return (
    <table className={`${table.table} ${styles.table}`}>
      <caption className="visually-hidden">{t('copies.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('copies.copy')}</th>
          <th scope="col">{t('copies.standing')}</th>
          <th scope="col">{t('copies.asOf')}</th>
          <th scope="col">{t('copies.lines')}</th>
          <th scope="col">{t('copies.loadedAt')}</th>
        </tr>
      </thead>
      <tbody>
        {copies.map((copy) => (
          <Line key={`${copy.kind} ${copy.isPending}`} copy={copy} />
        ))}
      </tbody>
    </table>
  );
}

async function Line({ copy }: { readonly copy: Copy }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const { kind, fileName, asOf, loadedAt, isPending, lineCount, badLineCount } = copy;
  const days = daysSince(asOf, new Date());
  const standing: Standing = isPending ? 'pending' : isStale(days) ? 'stale' : 'fresh';
  const moment = (iso: string | null | undefined) =>
    iso ? <time dateTime={iso}>{longDate(iso, language)}</time> : t('copies.unknown');
  return (
    <tr>
      <td>
        <p className={styles.kind}>{t(`copies.kind.${kind}`)}</p>
        {fileName ? <p className={styles.file}>{fileName}</p> : null}
      </td>
      <td>
        <p className={`${styles.state} ${styles[standing]}`}>
          <Icon name={ICONS[standing]} size={18} />
          {t(`copies.standings.${standing}`)}
        </p>
      </td>
      <td>
        <span className={styles.narrow}>{t('copies.asOf')} </span>
        {moment(asOf)}
        {days === null ? null : <p className={styles.said}>{t('copies.age', { count: days })}</p>}
      </td>
      <td>
        {t('copies.lineCount', { count: lineCount })}
        {badLineCount > 0 ? (
          <p className={styles.said}>{t('copies.badLines', { count: badLineCount })}</p>
        ) : null}
      </td>
      <td>
        <span className={styles.narrow}>{t('copies.loadedAt')} </span>
        {moment(loadedAt)}
      </td>
    </tr>
  );
}
