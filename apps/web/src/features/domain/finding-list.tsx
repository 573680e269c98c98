import type { DomainZoneQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import styles from './zone.module.css';

export type Zone = Extract<DomainZoneQuery['domainDns'], { __typename: 'DomainDns' }>;
type Finding = Zone['findings'][number];

const ICONS: Record<Finding['verdict'], IconName> = {
  OK: 'check',
  MISSING: 'cross',
  WRONG: 'warning',
  EXTRA: 'warning',
  UNREACHABLE: 'clock',
};

/** Each record with what is expected of it, what was found, and what to do; what needs a hand comes first. */
export async function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const wellLast = findings.toSorted((a, b) => Number(a.verdict === 'OK') - Number(b.verdict === 'OK'));
  return (
    <ul className={styles.findings}>
      {wellLast.map((finding) => (
        <li key={`${finding.purpose} ${finding.name} ${finding.expected ?? finding.found.join(' ')}`}>
          <FindingItem finding={finding} />
        </li>
      ))}
    </ul>
  );
}

async function FindingItem({ finding }: { readonly finding: Finding }) {
  const t = await serverTexts();
  const { purpose, verdict, required, expected, found } = finding;
  const advice = (await currentLanguage()) === 'fr' ? finding.advice : finding.adviceEn;
  return (
    <>
      <h3 className={styles.purpose}>
        {t(`zone.purpose.${purpose}`)}
        {required || purpose === 'DKIM' ? null : (
          <span className={styles.optional}>{t('zone.optional')}</span>
        )}
        <span className={`${styles.verdict} ${styles[verdict]}`}>
          <Icon name={ICONS[verdict]} size={18} />
          {purpose === 'DKIM' && verdict === 'OK' ? t('zone.noKey') : t(`zone.verdict.${verdict}`)}
        </span>
      </h3>
      {advice ? <p className={styles.advice}>{advice}</p> : null}
      <dl className={styles.facts}>
        <div>
          <dt>{t('zone.expected')}</dt>
          <dd>{expected ? <code>{expected}</code> : t('zone.nothingExpected')}</dd>
        </div>
        <div>
          <dt>{t('zone.found')}</dt>
          <dd>
            {found.length === 0 ? t(verdict === 'UNREACHABLE' ? 'zone.unknown' : 'zone.nothingFound') : null}
            {found.map((value) => (
              <code key={value}>{value}</code>
            ))}
          </dd>
        </div>
      </dl>
    </>
  );
}
