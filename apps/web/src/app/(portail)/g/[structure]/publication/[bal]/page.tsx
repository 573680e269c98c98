import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { AddressText } from '../../../../../../features/bal/address.tsx';
import { AnomaliesTable } from '../../../../../../features/publication/anomalies-table.tsx';
import { BalStanding } from '../../../../../../features/publication/bal-standing.tsx';
import { CorrectionsTable } from '../../../../../../features/publication/corrections-table.tsx';
import { DeclaredValues } from '../../../../../../features/publication/declared-values.tsx';
import { FindingsTable } from '../../../../../../features/publication/findings-table.tsx';
import { ListeRouge } from '../../../../../../features/publication/liste-rouge.tsx';
import publication from '../../../../../../features/publication/publication.module.css';
import { SettingsForm } from '../../../../../../features/publication/settings-form.tsx';
import { SettingsShown } from '../../../../../../features/publication/settings-shown.tsx';
import styles from '../../../../../../features/structure/dashboard.module.css';
import { BalPublicationPageDocument } from '../../../../../../gql/documents.ts';
import { ToldHere } from '../../../../../../orders/told-here.tsx';
import { requireStructure } from '../../../../../../session/require-structure.ts';
import { askForPerson } from '../../../../../../session/session.ts';
import { ClientTexts } from '../../../../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../../ui/failure.tsx';
import { Main } from '../../../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ structure: string; bal: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('balPublication.title') }) };
}

/** One BAL at the Annuaire Santé: where it stands, what is wrong and what to do, what the next feed says, and its settings. */
export default async function BalPublicationPage({ params }: Props) {
  const t = await serverTexts();
  const { structure: structureId, bal: balId } = await params;
  await requireStructure(structureId);
  const answer = await askForPerson(BalPublicationPageDocument, { structureId, balId });
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('balPublication.title')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { structure, administeredBal, publicationCorrections, me } = answer.data;
  if (structure.__typename !== 'Structure' || administeredBal.__typename !== 'AdministeredBal') notFound();
  const { bal, publication: shown } = administeredBal;
  const { anomalies, findings, settings } = shown;
  const corrections = publicationCorrections.edges.map(({ node }) => node);
  const holding = me.bals.find((each) => each.bal.id === bal.id) ?? null;
  const language = await currentLanguage();
  const texts = textsIn(language);
  return (
    <Main>
      <div className={styles.heading}>
        <h1 className={publication.heading}>
          <AddressText address={bal.address} />
        </h1>
        <p className={styles.identity}>{t(`balKind.${bal.kind}`)}</p>
      </div>
      <p>
        <Link href={`/g/${structure.id}/publication`} prefetch={false}>
          {t('balPublication.back', { structure: structure.name })}
        </Link>
      </p>
      <ClientTexts
        language={language}
        texts={{
          publication: texts.publication,
          balPublication: texts.balPublication,
          professions: texts.professions,
          civilities: texts.civilities,
        }}
      >
        <ToldHere>
          <section className={styles.card} aria-labelledby="etat">
            <h2 id="etat">{t('balPublication.standing')}</h2>
            <BalStanding publication={shown} />
          </section>
          {anomalies.length > 0 ? (
            <section className={styles.card} aria-labelledby="reproches">
              <h2 id="reproches">{t('balPublication.anomalies')}</h2>
              <AnomaliesTable structureId={structure.id} anomalies={anomalies} isOfOneBal />
            </section>
          ) : null}
          {corrections.length > 0 ? (
            <section className={styles.card} aria-labelledby="corrections">
              <h2 id="corrections">{t('publication.corrections')}</h2>
              <CorrectionsTable
                structureId={structure.id}
                corrections={corrections}
                mayDecide={structure.mayManageBals}
                isOfOneBal
              />
            </section>
          ) : null}
          <section className={styles.card} aria-labelledby="prochain">
            <h2 id="prochain">{t('balPublication.next')}</h2>
            {findings.length > 0 ? (
              <FindingsTable
                structureId={structure.id}
                findings={findings}
                caption={t('balPublication.findingsCaption')}
                isOfOneBal
              />
            ) : null}
            {shown.declaration ? (
              <DeclaredValues address={bal.address} kind={bal.kind} declaration={shown.declaration} />
            ) : (
              <p className={publication.note}>
                {shown.exclusion
                  ? t(`balPublication.exclusion.${shown.exclusion}`)
                  : t('balPublication.nothingSaid')}
              </p>
            )}
          </section>
          <section className={styles.card} aria-labelledby="liste-rouge">
            <h2 id="liste-rouge">{t('balPublication.listeRouge')}</h2>
            <ListeRouge
              structureId={structure.id}
              bal={bal}
              causes={shown.listeRougeCauses}
              holding={holding}
            />
          </section>
          <section className={styles.card} aria-labelledby="reglages">
            <h2 id="reglages">{t('balPublication.settings')}</h2>
            {structure.mayManageBals ? (
              <SettingsForm
                key={settings.version}
                structureId={structure.id}
                bal={bal}
                settings={settings}
                exclusion={shown.exclusion ?? null}
              />
            ) : (
              <SettingsShown settings={settings} />
            )}
          </section>
        </ToldHere>
      </ClientTexts>
    </Main>
  );
}
