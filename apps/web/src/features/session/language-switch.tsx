import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import styles from './header.module.css';

/** The other language, said in that language. A form, so that it works before and without scripts. */
export async function LanguageSwitch() {
  const t = await serverTexts();
  const other = (await currentLanguage()) === 'fr' ? 'en' : 'fr';
  return (
    <form action="/langue" method="post">
      <button type="submit" name="langue" value={other} lang={other} className={styles.plain}>
        {t('header.switchLanguage')}
      </button>
    </form>
  );
}
