import type { Metadata } from 'next';
import { StructureSignIn } from '../../features/managers/structure-sign-in.tsx';
import { SecoursSignIn } from '../../features/secours/sign-in-form.tsx';
import { Header } from '../../features/session/header.tsx';
import { SignInButton } from '../../features/session/sign-in-button.tsx';
import { returnPath } from '../../security/return-path.ts';
import { type Notice as NoticeName, noticeOf } from '../../session/sign-in-notice.ts';
import { waysIn } from '../../session/ways-in.ts';
import { ClientTexts } from '../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../texts/server-texts.ts';
import { Seal } from '../../ui/icons/seal.tsx';
import { Main } from '../../ui/main.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './connexion.module.css';

interface Props {
  readonly searchParams: Promise<{
    raison?: string;
    error?: string;
    retour?: string;
    callbackUrl?: string;
    structure?: string;
  }>;
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
  structureUnavailable: 'warning',
  accountRefused: 'warning',
  noRole: 'warning',
};

/** What the way by the account of a structure comes to when it fails. */
const OF_STRUCTURE: readonly (NoticeName | null)[] = ['structureUnavailable', 'accountRefused', 'noRole'];

/** The door of the portal: one way in for all, others where a structure wants them, and a calm word when the last try did not succeed. */
export default async function SignInPage({ searchParams }: Props) {
  const t = await serverTexts();
  const { raison, error, retour, structure = null } = await searchParams;
  const notice = noticeOf(raison, error);
  const language = await currentLanguage();
  const ways = await waysIn();
  const { managers, secours } = textsIn(language);
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
          {ways.structure ? (
            <ClientTexts language={language} texts={{ managers }}>
              <StructureSignIn
                returnTo={returnPath(retour)}
                structureId={structure}
                isOpen={OF_STRUCTURE.includes(notice)}
              />
            </ClientTexts>
          ) : null}
          {ways.secours ? (
            <ClientTexts language={language} texts={{ secours }}>
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
