import type { StructureStatisticsQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import table from '../../ui/table.module.css';
import { heights, monthName } from './months.ts';
import styles from './statistics.module.css';

type Months = Extract<StructureStatisticsQuery['indicators'], { __typename: 'Indicators' }>['months'];
type Month = Months[number];

const NUMBERS = { fr: new Intl.NumberFormat('fr-FR'), en: new Intl.NumberFormat('en-GB') };
const SHARES = {
  fr: new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 }),
};

const COLUMNS = ['delivered', 'refused', 'received', 'people', 'usedBals', 'bals'] as const;

/** What a structure did month after month: a chart for the eye, the table for everybody. */
export async function Indicators({ months }: { readonly months: Months }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const number = (value: number) => NUMBERS[language].format(value);
  if (months.every(isEmpty))
    return <Empty icon="inbox" title={t('statistics.noneTitle')} text={t('statistics.noneText')} />;
  return (
    <>
      <Chart months={months} />
      <table className={`${table.table} ${styles.numbers}`}>
        <caption className="visually-hidden">{t('statistics.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('statistics.month')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`statistics.${column}`)}
              </th>
            ))}
            <th scope="col">{t('statistics.successRate')}</th>
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map((month) => (
            <tr key={month.month}>
              <th scope="row">
                {monthName(month.month, language)}
                {month.isWhole ? null : <span className={styles.said}> {t('statistics.underway')}</span>}
              </th>
              {COLUMNS.map((column) => (
                <td key={column} data-label={t(`statistics.${column}`)}>
                  {number(month[column])}
                </td>
              ))}
              <td data-label={t('statistics.successRate')}>
                {month.successRate === null ? '–' : SHARES[language].format(month.successRate)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const isEmpty = ({ delivered, refused, unanswered, received, people }: Month) =>
  delivered + refused + unanswered + received + people === 0;

/** Letters sent in each month; what it shows, the table says. */
async function Chart({ months }: { readonly months: Months }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const bars = heights(months.map(({ delivered }) => delivered));
  return (
    <figure className={styles.chart}>
      <figcaption>{t('statistics.chart')}</figcaption>
      <svg viewBox={`0 0 ${months.length * 40} 120`} role="img" aria-label={t('statistics.chartLabel')}>
        {months.map(({ month }, index) => (
          <g key={month}>
            <rect
              x={index * 40 + 6}
              y={104 - (bars[index] ?? 0)}
              width={28}
              height={(bars[index] ?? 0) + 1}
              rx={2}
            />
            <text x={index * 40 + 20} y={117}>
              {monthName(month, language).slice(0, 3)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}

/** The most frequent kinds of documents and programs of the months shown. */
export async function Ranking({
  months,
  of,
}: {
  readonly months: Months;
  readonly of: 'documents' | 'programs';
}) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const counts = new Map<string, number>();
  for (const month of months)
    for (const { value, count } of month[of]) counts.set(value, (counts.get(value) ?? 0) + count);
  const ranked = [...counts].sort(([, a], [, b]) => b - a).slice(0, 10);
  if (ranked.length === 0) return <p className={styles.none}>{t(`statistics.${of}None`)}</p>;
  return (
    <table className={table.table}>
      <caption className="visually-hidden">{t(`statistics.${of}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{t(`statistics.${of}Value`)}</th>
          <th scope="col">{t('statistics.letters')}</th>
        </tr>
      </thead>
      <tbody>
        {ranked.map(([value, count]) => (
          <tr key={value}>
            <th scope="row" className={styles.value}>
              {value}
            </th>
            <td>{NUMBERS[language].format(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
