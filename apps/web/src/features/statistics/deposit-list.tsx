import { longDate } from '../../format/dates.ts';
import type { StructureStatisticsQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Pager } from '../../ui/pager.tsx';
import table from '../../ui/table.module.css';
import { fileNames, monthName } from './months.ts';
import { RedepositButton } from './redeposit-button.tsx';
import styles from './statistics.module.css';

type Deposits = StructureStatisticsQuery['statisticsDeposits'];
type Deposit = Deposits['edges'][number]['node'];
type FileReport = Deposit['report'][number];

interface Props {
  readonly structureId: string;
  readonly deposits: Deposits;
  readonly after: string | null;
}

/** What was deposited at the ANS for each domain and month, what it answered, and what is to be done. */
export async function DepositList({ structureId, deposits, after }: Props) {
  const t = await serverTexts();
  const { edges, pageInfo } = deposits;
  if (edges.length === 0 && !after)
    return <Empty icon="clock" title={t('statistics.noDepositTitle')} text={t('statistics.noDepositText')} />;
  return (
    <>
      <table className={`${table.table} ${styles.deposits}`}>
        <caption className="visually-hidden">{t('statistics.depositCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('statistics.month')}</th>
            <th scope="col">{t('statistics.state')}</th>
            <th scope="col">{t('statistics.files')}</th>
          </tr>
        </thead>
        <tbody>
          {edges.map(({ node }) => (
            <Line key={node.id} structureId={structureId} deposit={node} />
          ))}
        </tbody>
      </table>
      <Pager of="statistics" path={`/g/${structureId}/statistiques`} after={after} end={pageInfo} />
    </>
  );
}

async function Line({ structureId, deposit }: { readonly structureId: string; readonly deposit: Deposit }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const { id, month, domain, state, depositedAt, fault, nextAt, report, mayRedeposit } = deposit;
  const told = report.filter(({ controls }) => controls.length > 0);
  return (
    <tr>
      <th scope="row">
        <p>{monthName(month, language)}</p>
        <p className={styles.said}>{domain}</p>
      </th>
      <td>
        <p
          className={
            state === 'REFUSED' ? styles.refused : state === 'ACCEPTED' ? styles.accepted : undefined
          }
        >
          {t(`statistics.states.${state}`)}
        </p>
        {depositedAt ? (
          <p className={styles.said}>
            {t('statistics.depositedAt', { date: longDate(depositedAt, language) })}
          </p>
        ) : null}
        {fault ? <p className={styles.said}>{t('statistics.fault', { code: fault })}</p> : null}
        {fault && nextAt ? (
          <p className={styles.said}>{t('statistics.again', { date: longDate(nextAt, language) })}</p>
        ) : null}
        {told.map((file) => (
          <Report key={file.name} file={file} />
        ))}
        {mayRedeposit ? (
          <RedepositButton structureId={structureId} depositId={id} month={monthName(month, language)} />
        ) : null}
      </td>
      <td>
        {fileNames(month, domain).map((name, index) => (
          <p key={name}>
            <a href={`/statistiques/${structureId}/${name}`}>
              {t(index === 0 ? 'statistics.exchangesFile' : 'statistics.connectionsFile')}{' '}
              {monthName(month, language)}
            </a>
          </p>
        ))}
      </td>
    </tr>
  );
}

async function Report({ file }: { readonly file: FileReport }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  return (
    <ul className={styles.report} aria-label={file.name}>
      {file.controls.map(({ number, verdict, label, labelEn, message, lines }) => (
        <li key={number}>
          <strong>{t(verdict === 'KO' ? 'statistics.blocking' : 'statistics.warning')}</strong>{' '}
          {language === 'fr' ? label : labelEn} : {message}
          {lines.length > 0 ? ` (${t('statistics.lines', { lines: lines.slice(0, 10).join(', ') })})` : ''}
        </li>
      ))}
    </ul>
  );
}
