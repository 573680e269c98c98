import Link from 'next/link';
import { momentInList } from '../../format/dates.ts';
import { readableDuration } from '../../format/durations.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import table from '../../ui/table.module.css';
import { type Job, type JobStanding, percentOf, standingOf } from './job-standing.ts';
import styles from './jobs.module.css';
import { RunButton } from './run-button.tsx';

const ICONS: Record<JobStanding, IconName> = {
  running: 'queue',
  asked: 'clock',
  failing: 'cross',
  late: 'warning',
  partial: 'warning',
  well: 'check',
  never: 'clock',
};

interface Props {
  readonly jobs: readonly Job[];
  readonly mayRun: boolean;
}

/** Every job: what became of its last run, when the next is, and for the administrator the button that has it run now. */
export async function JobsTable({ jobs, mayRun }: Props) {
  const t = await serverTexts();
  return (
    <table className={`${table.table} ${styles.table}`}>
      <caption className="visually-hidden">{t('jobs.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('jobs.job')}</th>
          <th scope="col">{t('jobs.state')}</th>
          <th scope="col">{t('jobs.last')}</th>
          <th scope="col">{t('jobs.next')}</th>
          {mayRun ? <th scope="col">{t('jobs.act')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Line key={job.name} job={job} mayRun={mayRun} />
        ))}
      </tbody>
    </table>
  );
}

async function Line({ job, mayRun }: { readonly job: Job; readonly mayRun: boolean }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const [label, purpose] = language === 'fr' ? [job.label, job.purpose] : [job.labelEn, job.purposeEn];
  const standing = standingOf(job);
  const moment = (iso: string) => <time dateTime={iso}>{momentInList(iso, language, new Date())}</time>;
  return (
    <tr>
      <td>
        <Link
          className={styles.label}
          href={`/travaux-planifies/${encodeURIComponent(job.name)}`}
          prefetch={false}
        >
          {label}
        </Link>
        <span className={styles.detail}>{purpose}</span>
      </td>
      <td>
        <span className={`${styles.standing} ${styles[standing]}`}>
          <Icon name={ICONS[standing]} size={18} />
          {t(`jobs.standing.${standing}`)}
        </span>
        <Standing job={job} standing={standing} />
      </td>
      <td className={styles.moment}>
        <span className={styles.narrow}>{t('jobs.last')} </span>
        {job.lastEndedAt ? moment(job.lastEndedAt) : t('jobs.none')}
        {typeof job.lastDurationMs === 'number' ? (
          <span className={styles.detail}>
            {t('jobs.took', { duration: readableDuration(job.lastDurationMs) })}
          </span>
        ) : null}
      </td>
      <td className={styles.moment}>
        <span className={styles.narrow}>{t('jobs.next')} </span>
        {job.nextAt ? moment(job.nextAt) : t('jobs.none')}
      </td>
      {mayRun ? (
        <td>
          <RunButton name={job.name} label={label} />
        </td>
      ) : null}
    </tr>
  );
}

/** What the state means and, of what did not go well, how often and since when. */
async function Standing({ job, standing }: { readonly job: Job; readonly standing: JobStanding }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  if (standing === 'running') {
    const percent = percentOf(job.progress);
    return percent === null ? null : (
      <progress className={styles.progress} value={percent} max={100} aria-label={t('jobs.progress')} />
    );
  }
  const text = language === 'fr' ? job.lastText : job.lastTextEn;
  return (
    <>
      {standing === 'late' ? <span className={styles.detail}>{t('jobs.lateDetail')}</span> : null}
      {text && standing !== 'well' && standing !== 'asked' ? (
        <span className={styles.detail}>{text}</span>
      ) : null}
      {job.failures > 0 ? (
        <span className={styles.detail}>
          {t('jobs.failures', { count: job.failures })}
          {job.lastSuccessAt
            ? ` ${t('jobs.lastSuccess', { date: momentInList(job.lastSuccessAt, language, new Date()) })}`
            : ''}
        </span>
      ) : null}
    </>
  );
}
