import { longDate } from '../../format/dates.ts';
import { readableDuration } from '../../format/durations.ts';
import type { JobRunsPageQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { Pager } from '../../ui/pager.tsx';
import table from '../../ui/table.module.css';
import styles from './jobs.module.css';

type Runs = JobRunsPageQuery['jobRuns'];
type Run = Runs['edges'][number]['node'];

const LOOKS: Record<Run['outcome'], { readonly icon: IconName; readonly style: string | undefined }> = {
  RUNNING: { icon: 'queue', style: styles.running },
  DONE: { icon: 'check', style: styles.well },
  PARTIAL: { icon: 'warning', style: styles.partial },
  FAILED: { icon: 'cross', style: styles.failing },
};

interface Props {
  readonly name: string;
  readonly runs: Runs;
  /** Cursor of the last run of the page before; null for the newest ones. */
  readonly after: string | null;
}

/** The last runs of a job, the newest first. */
export async function RunsTable({ name, runs, after }: Props) {
  const t = await serverTexts();
  if (runs.edges.length === 0)
    return <Empty icon="clock" title={t('jobs.noRunTitle')} text={t('jobs.noRunText')} />;
  return (
    <>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('jobs.runsCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('jobs.began')}</th>
            <th scope="col">{t('jobs.state')}</th>
            <th scope="col">{t('jobs.duration')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.edges.map(({ node }) => (
            <Line key={node.id} run={node} />
          ))}
        </tbody>
      </table>
      <Pager
        of="jobs"
        path={`/travaux-planifies/${encodeURIComponent(name)}`}
        after={after}
        end={runs.pageInfo}
      />
    </>
  );
}

async function Line({ run }: { readonly run: Run }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const { icon, style } = LOOKS[run.outcome];
  const text = language === 'fr' ? run.text : run.textEn;
  return (
    <tr>
      <td className={styles.moment}>
        <time dateTime={run.startedAt}>{longDate(run.startedAt, language)}</time>
        {run.asked ? <span className={styles.detail}>{t('jobs.onDemand')}</span> : null}
      </td>
      <td>
        <span className={`${styles.standing} ${style}`}>
          <Icon name={icon} size={18} />
          {t(`jobs.outcome.${run.outcome}`)}
        </span>
        {text && run.outcome !== 'DONE' ? <span className={styles.detail}>{text}</span> : null}
      </td>
      <td className={styles.moment}>
        <span className={styles.narrow}>{t('jobs.duration')} </span>
        {typeof run.durationMs === 'number' ? readableDuration(run.durationMs) : t('jobs.none')}
      </td>
    </tr>
  );
}
