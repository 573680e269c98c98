import type { Metadata } from 'next';
import { Header } from '../../features/session/header.tsx';
import { SignInButton } from '../../features/session/sign-in-button.tsx';
import { returnPath } from '../../security/return-path.ts';
import { type Notice as NoticeName, noticeOf } from '../../session/sign-in-notice.ts';
import { serverTexts } from '../../texts/server-texts.ts';
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

/** The door of the portal: one way in, and a calm word when the last try did not succeed. */
export default async function SignInPage({ searchParams }: Props) {
  const t = await serverTexts();
  const { raison, error, retour } = await searchParams;
  const notice = noticeOf(raison, error);
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
          <p className={styles.help}>{t('signIn.help')}</p>
        </div>
        <p className={styles.footer}>{t('signIn.footer')}</p>
      </Main>
    </>
  );
}
