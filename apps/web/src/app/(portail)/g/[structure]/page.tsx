import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache, Suspense } from 'react';
import { ComplianceCard } from '../../../../features/structure/compliance-card.tsx';
import styles from '../../../../features/structure/dashboard.module.css';
import { DeliveriesCard } from '../../../../features/structure/deliveries-card.tsx';
import { parseState } from '../../../../features/structure/delivery-paths.ts';
import { Figures } from '../../../../features/structure/figures.tsx';
import { HealthStrip } from '../../../../features/structure/health-strip.tsx';
import { StructureHeading } from '../../../../features/structure/structure-heading.tsx';
import { StructureSummaryDocument } from '../../../../gql/documents.ts';
import { KeepFresh } from '../../../../live/keep-fresh.tsx';
import { LiveConnection } from '../../../../live/live-connection.tsx';
import { LiveIndicator } from '../../../../live/live-indicator.tsx';
import { operatorRights } from '../../../../session/operator-rights.ts';
import { askForPerson } from '../../../../session/session.ts';
import { whoAmI } from '../../../../session/who-am-i.ts';
import { settings } from '../../../../settings/settings.ts';
import { ClientTexts } from '../../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../../texts/server-texts.ts';
import { Failure } from '../../../../ui/failure.tsx';
import { Main } from '../../../../ui/main.tsx';
import { Skeleton } from '../../../../ui/skeleton.tsx';

interface Props {
  readonly params: Promise<{ structure: string }>;
  readonly searchParams: Promise<{ apres?: string; etat?: string }>;
}

const REFRESH_MS = 30_000;

const summary = cache((structureId: string) => askForPerson(StructureSummaryDocument, { structureId }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await serverTexts();
  const answer = await summary((await params).structure);
  if (!answer.ok || answer.data.structure.__typename === 'Refus') return {};
  return { title: t('title.page', { page: answer.data.structure.name }) };
}

/** A manager's view of their structure: how the mail flows, never what it says. Each card loads, and fails, alone. */
export default async function StructurePage({ params, searchParams }: Props) {
  const t = await serverTexts();
  const { structure: structureId } = await params;
  const answer = await summary(structureId);
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('failure.page')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { structure } = answer.data;
  if (structure.__typename === 'Refus') notFound();
  const { apres = null, etat } = await searchParams;
  const state = parseState(etat);
  const me = await whoAmI();
  const rights = operatorRights(me.ok ? me.data.me.structures : []);
  const waiting = <Skeleton rows={2} label={t('dashboard.loading')} />;
  const language = await currentLanguage();
  const { live, deliveries, smtp, severity, complianceKind, complianceFact, dashboard } = textsIn(language);
  return (
    <Main>
      <StructureHeading structure={structure} />
      <ClientTexts
        language={language}
        texts={{ live, deliveries, smtp, severity, complianceKind, complianceFact, dashboard }}
      >
        <LiveConnection url={settings().CACHET_API_WS_URL}>
          <section className={styles.card} aria-labelledby="etat">
            <h2 id="etat">{t('dashboard.health')}</h2>
            <HealthStrip
              structureId={structure.id}
              domains={structure.domains}
              linksToInstallation={structure.kind === 'OPERATOR'}
              linksToFeeds={structure.kind === 'OPERATOR' && rights.maySeeFeeds}
            />
            <Suspense fallback={waiting}>
              <Figures structureId={structureId} />
            </Suspense>
          </section>
          <section className={styles.card} aria-labelledby="remises">
            <div className={styles.title}>
              <h2 id="remises">{t('deliveries.heading')}</h2>
              <LiveIndicator />
            </div>
            <Suspense
              key={`${etat} ${apres}`}
              fallback={<Skeleton rows={6} label={t('dashboard.loading')} />}
            >
              <DeliveriesCard structureId={structureId} after={apres} state={state} />
            </Suspense>
          </section>
          <section className={styles.card} aria-labelledby="conformite">
            <h2 id="conformite">{t('dashboard.compliance')}</h2>
            <Suspense fallback={waiting}>
              <ComplianceCard structureId={structureId} />
            </Suspense>
            <p className={styles.more}>
              <Link href={`/g/${structureId}/publication`} prefetch={false}>
                {t('publication.link')}
              </Link>
            </p>
            <p className={styles.more}>
              <Link href={`/g/${structureId}/quarantaine`} prefetch={false}>
                {t('quarantine.link')}
              </Link>
            </p>
            <p className={styles.more}>
              <Link href={`/g/${structureId}/statistiques`} prefetch={false}>
                {t('statistics.link')}
              </Link>
            </p>
            <p className={styles.more}>
              <Link href={`/g/${structureId}/envois`} prefetch={false}>
                {t('sending.link')}
              </Link>
            </p>
            <p className={styles.more}>
              <Link href={`/g/${structureId}/connexion`} prefetch={false}>
                {t('managers.sectionLink')}
              </Link>
            </p>
            <p className={styles.more}>
              <Link href={`/g/${structureId}/acces-de-secours`} prefetch={false}>
                {t('secours.link')}
              </Link>
            </p>
          </section>
        </LiveConnection>
      </ClientTexts>
      <KeepFresh everyMs={REFRESH_MS} />
    </Main>
  );
}
