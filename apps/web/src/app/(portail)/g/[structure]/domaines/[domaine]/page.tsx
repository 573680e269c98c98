import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { CopyText } from '../../../../../../features/domain/copy-text.tsx';
import { FindingList, type Zone } from '../../../../../../features/domain/finding-list.tsx';
import styles from '../../../../../../features/domain/zone.module.css';
import { longDate } from '../../../../../../format/dates.ts';
import { DomainZoneDocument } from '../../../../../../gql/documents.ts';
import { askForPerson } from '../../../../../../session/session.ts';
import { currentLanguage, serverTexts } from '../../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../../ui/failure.tsx';
import { Main } from '../../../../../../ui/main.tsx';
import { Notice } from '../../../../../../ui/notice.tsx';
import { Retry } from '../../../../../../ui/retry.tsx';

interface Props {
  readonly params: Promise<{ structure: string; domaine: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await serverTexts();
  const domain = decodeURIComponent((await params).domaine);
  return { title: t('title.page', { page: t('zone.heading', { domain }) }) };
}

/** EX_LPS_0300: what the DNS zone of a domain must hold, and what it holds at this moment. */
export default async function DomainPage({ params }: Props) {
  const t = await serverTexts();
  const { structure, domaine } = await params;
  const domain = decodeURIComponent(domaine);
  const answer = await askForPerson(DomainZoneDocument, { domain });
  if (answer.ok && answer.data.domainDns.__typename === 'Refus') notFound();
  return (
    <Main>
      <p>
        <Link href={`/g/${structure}`}>{t('zone.back')}</Link>
      </p>
      <h1>{t('zone.heading', { domain })}</h1>
      {answer.ok && answer.data.domainDns.__typename === 'DomainDns' ? (
        <ZoneCards zone={answer.data.domainDns} />
      ) : (
        <Failure reference={answer.ok ? null : answer.reference} />
      )}
    </Main>
  );
}

async function ZoneCards({ zone }: { readonly zone: Zone }) {
  const t = await serverTexts();
  const date = longDate(zone.checkedAt, await currentLanguage());
  const troubles = zone.findings.filter(({ verdict }) => verdict !== 'OK').length;
  const state = stateOf(zone, troubles);
  return (
    <>
      <div className={styles.state}>
        <Notice tone={state === 'wrong' ? 'warning' : 'info'} title={t(`zone.${state}`, { count: troubles })}>
          <p>{t('zone.checked', { date })}</p>
        </Notice>
      </div>
      <div className={styles.actions}>
        <Retry label={t('zone.again')} />
      </div>
      <section className={styles.card} aria-labelledby="enregistrements">
        <h2 id="enregistrements">{t('zone.records')}</h2>
        <FindingList findings={zone.findings} />
      </section>
      <section className={styles.card} aria-labelledby="lignes">
        <h2 id="lignes">{t('zone.lines')}</h2>
        <p>{t('zone.linesHelp')}</p>
        <pre className={styles.lines}>{zone.zone}</pre>
        <div>
          <CopyText text={zone.zone} label={t('zone.copy')} done={t('zone.copied')} />
        </div>
      </section>
    </>
  );
}

/** `wrong` only for what the reference text asks for; the rest is advice. */
function stateOf({ isConform }: Zone, troubles: number): 'well' | 'improvable' | 'wrong' {
  if (!isConform) return 'wrong';
  return troubles === 0 ? 'well' : 'improvable';
}
