import Link from 'next/link';
import type { ReactNode } from 'react';
import styles from '../../features/session/header.module.css';
import { Header } from '../../features/session/header.tsx';
import { type Destination, Navigation } from '../../features/session/navigation.tsx';
import { SessionWatch } from '../../features/session/session-watch.tsx';
import { SignOut } from '../../features/session/sign-out.tsx';
import { AnnouncedTerms } from '../../features/terms/announced-terms.tsx';
import terms from '../../features/terms/terms.module.css';
import { requireGrant } from '../../session/session.ts';
import { whoAmI } from '../../session/who-am-i.ts';
import { settings } from '../../settings/settings.ts';
import { serverTexts } from '../../texts/server-texts.ts';

/** Every page of a signed-in person. When the API does not answer, the way out still works. */
export default async function PortalLayout({ children }: { readonly children: ReactNode }) {
  const { name } = await requireGrant();
  const t = await serverTexts();
  return (
    <>
      <Header
        home="/"
        navigation={<Navigation label={t('header.mainNavigation')} destinations={await destinations()} />}
        person={
          <>
            <span className={styles.person}>
              <span className="visually-hidden">{t('header.signedInAs')} </span>
              {name}
            </span>
            <SignOut label={t('header.signOut')} />
          </>
        }
      />
      <AnnouncedTerms />
      {children}
      <footer className={`${terms.footer} no-print`}>
        <Link href="/cgu" prefetch={false}>
          {t('terms.heading')}
        </Link>
      </footer>
      <SessionWatch
        idleMs={settings().CACHET_SESSION_IDLE}
        texts={{
          title: t('session.warningTitle'),
          text: t('session.warningText', { minutes: 2 }),
          stay: t('session.stay'),
        }}
      />
    </>
  );
}

async function destinations(): Promise<readonly Destination[]> {
  const t = await serverTexts();
  const answer = await whoAmI();
  if (!answer.ok) return [];
  const { bals, structures, secours } = answer.data.me;
  return [
    ...(bals.length > 0 ? [{ path: '/m', label: t('header.bals') }] : []),
    ...(bals.length + structures.length > 0 ? [{ path: '/annuaire', label: t('directory.heading') }] : []),
    ...(secours.length > 0 ? [{ path: '/acces-de-secours', label: t('secours.heading') }] : []),
    ...structures.map(({ structure }) => ({ path: `/g/${structure.id}`, label: structure.name })),
  ];
}
