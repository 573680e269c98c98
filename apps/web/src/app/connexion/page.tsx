import type { Metadata } from 'next';
import { SecoursSignIn } from '../../features/secours/sign-in-form.tsx';
import { Header } from '../../features/session/header.tsx';
import { SignInButton } from '../../features/session/sign-in-button.tsx';
import { returnPath } from '../../security/return-path.ts';
import { isSecoursOffered } from '../../session/secours.ts';
import { type Notice as NoticeName, noticeOf } from '../../session/sign-in-notice.ts';
import { ClientTexts } from '../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../texts/server-texts.ts';
import { Seal } from '../../ui/icons/seal.tsx';
import { Main } from '../../ui/main.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './connexion.module.css';

interface Props {
  readonly searchParams: Promise<{ raison?: string; error?: string; retour?: string; callbackUrl?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('signIn.title') }) };
}

const TONES: Record<NoticeName, 'info' | 'warning'> = {
  expired: 'info',
  signedOut: 'info',
  pscUnavailable: 'warning',
  unknown: 'warning',
  acr: 'warning',
  interrupted: 'info',
  apiUnavailable: 'warning',
};

/** The door of the portal: one way in, another when it is out and a structure wants it, and a calm word when the last try did not succeed. */
export default async function SignInPage({ searchParams }: Props) {
  const t = await serverTexts();
  const { raison, error, retour } = await searchParams;
  const notice = noticeOf(raison, error);
  const language = await currentLanguage();
  return (
    <>
      <Header home="/connexion" />
      <Main width="narrow">
        <div className={styles.card}>
          <span className={styles.seal}>
            <Seal size={72} />
          </span>
          <h1>{t('signIn.heading')}</h1>
          <p className={styles.lead}>{t('signIn.lead')}</p>
          {notice ? (
            <Notice tone={TONES[notice]} title={t(`notices.${notice}.title`)}>
              <p>{t(`notices.${notice}.text`)}</p>
            </Notice>
          ) : null}
          <SignInButton
            label={t('signIn.button')}
            working={t('signIn.working')}
            returnTo={returnPath(retour)}
          />
          <noscript>
            <p>{t('signIn.scriptNeeded')}</p>
          </noscript>
          {(await isSecoursOffered()) ? (
            <ClientTexts language={language} texts={{ secours: textsIn(language).secours }}>
              <SecoursSignIn returnTo={returnPath(retour)} isNeeded={notice === 'pscUnavailable'} />
            </ClientTexts>
          ) : null}
          <p className={styles.help}>{t('signIn.help')}</p>
        </div>
        <p className={styles.footer}>{t('signIn.footer')}</p>
      </Main>
    </>
  );
}
