import Link from 'next/link';
import type { ReactNode } from 'react';
import { settings } from '../../settings/settings.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import { Seal } from '../../ui/icons/seal.tsx';
import styles from './header.module.css';
import { LanguageSwitch } from './language-switch.tsx';

interface Props {
  /** Where the mark leads. */
  readonly home: string;
  readonly navigation?: ReactNode;
  /** The person and the way out, when somebody is signed in. */
  readonly person?: ReactNode;
}

/** The band over every page: mark, navigation, language, person. */
export async function Header({ home, navigation, person }: Props) {
  const t = await serverTexts();
  return (
    <header className={`${styles.header} no-print`}>
      <div className={styles.band}>
        <Link href={home} prefetch={false} className={styles.brand}>
          <Seal />
          <span className={styles.name}>
            {t('product.name')}
            <span className={styles.operator}>{settings().CACHET_OPERATOR_NAME}</span>
          </span>
          <span className="visually-hidden">, {t('product.home')}</span>
        </Link>
        {navigation}
        {person ? <div className={styles.tools}>{person}</div> : null}
        <div className={styles.language}>
          <LanguageSwitch />
        </div>
      </div>
    </header>
  );
}
