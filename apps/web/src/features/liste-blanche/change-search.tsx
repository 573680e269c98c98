import Link from 'next/link';
import { serverTexts } from '../../texts/server-texts.ts';
import buttons from '../../ui/button.module.css';
import field from '../../ui/field.module.css';
import styles from './liste-blanche.module.css';

interface Props {
  /** What is looked for now; null when every change is shown. */
  readonly domain: string | null;
}

/** Looks for the changes of one domain: since when it is listed, or no longer. */
export async function ChangeSearch({ domain }: Props) {
  const t = await serverTexts();
  return (
    <search className="no-print">
      <form className={styles.search} action="/liste-blanche">
        <label className={field.field}>
          {t('whitelist.search')}
          <input
            type="search"
            name="domaine"
            key={domain}
            defaultValue={domain ?? ''}
            maxLength={253}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <button type="submit" className={buttons.quiet}>
          {t('whitelist.searchSubmit')}
        </button>
        {domain ? (
          <Link className={buttons.quiet} href="/liste-blanche" prefetch={false}>
            {t('whitelist.searchClear')}
          </Link>
        ) : null}
      </form>
    </search>
  );
}
