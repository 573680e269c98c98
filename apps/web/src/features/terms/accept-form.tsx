import type { TermsFragment } from '../../gql/documents.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import buttons from '../../ui/button.module.css';
import styles from './terms.module.css';

interface Props {
  readonly terms: TermsFragment;
  /** Where the person goes on. */
  readonly returnTo: string;
}

/** The box to tick and the button. A plain form, so that it works before and without scripts, by keyboard and by ear. */
export async function AcceptForm({ terms, returnTo }: Props) {
  const t = await serverTexts();
  return (
    <form action="/cgu/accepter" method="post" className={styles.form}>
      <input type="hidden" name="version" value={terms.id} />
      <input type="hidden" name="retour" value={returnTo} />
      <label className={styles.tick}>
        <input type="checkbox" name="accepte" value="oui" required />
        <span>{t('terms.read', { version: terms.name })}</span>
      </label>
      <button type="submit" className={buttons.primary}>
        {t('terms.accept')}
      </button>
    </form>
  );
}
