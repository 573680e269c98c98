import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { HeldFeeds } from '../../../features/annuaire-feeds/held-feeds.tsx';
import { WithdrawForm } from '../../../features/annuaire-feeds/withdraw-form.tsx';
import { Withdrawals } from '../../../features/annuaire-feeds/withdrawals.tsx';
import styles from '../../../features/structure/dashboard.module.css';
import { AnnuaireFeedsPageDocument } from '../../../gql/documents.ts';
import { ToldHere } from '../../../orders/told-here.tsx';
import { operatorRights } from '../../../session/operator-rights.ts';
import { askForPerson } from '../../../session/session.ts';
import { whoAmI } from '../../../session/who-am-i.ts';
import { ClientTexts } from '../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../texts/server-texts.ts';
import { Failure } from '../../../ui/failure.tsx';
import { Main } from '../../../ui/main.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('annuaireFeeds.heading') }) };
}

/** Feeds to the Annuaire that wait for a yes, and domains that leave it. For the operator's administrator; its auditor reads. */
export default async function AnnuaireFeedsPage() {
  const t = await serverTexts();
  const me = await whoAmI();
  const rights = operatorRights(me.ok ? me.data.me.structures : []);
  if (me.ok && !rights.maySeeFeeds) notFound();
  const answer = me.ok ? await askForPerson(AnnuaireFeedsPageDocument, {}) : me;
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('annuaireFeeds.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { publicationsHeld, domainWithdrawals } = answer.data;
  const language = await currentLanguage();
  const { annuaireFeeds } = textsIn(language);
  return (
    <Main>
      <h1>{t('annuaireFeeds.heading')}</h1>
      <p className={styles.privacy}>{t('annuaireFeeds.lead')}</p>
      <ToldHere>
        <section className={styles.card} aria-labelledby="retenus">
          <h2 id="retenus">{t('annuaireFeeds.held')}</h2>
          <HeldFeeds feeds={publicationsHeld} mayDecide={rights.isInCharge} />
        </section>
        <section className={styles.card} aria-labelledby="retraits">
          <h2 id="retraits">{t('annuaireFeeds.withdrawals')}</h2>
          <Withdrawals withdrawals={domainWithdrawals} mayDecide={rights.isInCharge} />
          {rights.isInCharge ? (
            <ClientTexts language={language} texts={{ annuaireFeeds }}>
              <WithdrawForm />
            </ClientTexts>
          ) : null}
        </section>
      </ToldHere>
    </Main>
  );
}
