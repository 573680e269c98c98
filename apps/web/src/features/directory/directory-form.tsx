import Link from 'next/link';
import { serverTexts } from '../../texts/server-texts.ts';
import buttons from '../../ui/button.module.css';
import field from '../../ui/field.module.css';
import styles from './directory.module.css';
import { CRITERIA, type CriterionParameter, type DirectoryCriteria, isPrecise } from './directory-query.ts';

const PRECISE = ['nom', 'profession', 'specialite', 'ville', 'structure', 'bal'] as const;

/** What is looked for: one field for anything, and one for each criterion for who wants it precise. */
export async function DirectoryForm({ criteria }: { readonly criteria: DirectoryCriteria }) {
  const t = await serverTexts();
  return (
    <search className="no-print">
      <form action="/annuaire">
        <div className={styles.search}>
          <Criterion parameter="texte" criteria={criteria} describedBy="indications" />
          <button type="submit" className={buttons.primary}>
            {t('directory.submit')}
          </button>
          <Link className={buttons.quiet} href="/annuaire" prefetch={false}>
            {t('directory.clear')}
          </Link>
        </div>
        <p id="indications" className={styles.hint}>
          {t('directory.hint')}
        </p>
        <details className={styles.precise} open={isPrecise(criteria)}>
          <summary>{t('directory.precise')}</summary>
          <div className={styles.criteria}>
            {PRECISE.map((parameter) => (
              <Criterion key={parameter} parameter={parameter} criteria={criteria} />
            ))}
          </div>
        </details>
      </form>
    </search>
  );
}

async function Criterion({
  parameter,
  criteria,
  describedBy,
}: {
  readonly parameter: CriterionParameter;
  readonly criteria: DirectoryCriteria;
  readonly describedBy?: string;
}) {
  const t = await serverTexts();
  const value = criteria[CRITERIA[parameter]];
  return (
    <label className={field.field}>
      {t(`directory.criterion.${CRITERIA[parameter]}`)}
      <input
        type="search"
        name={parameter}
        key={value}
        defaultValue={value ?? ''}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={describedBy}
      />
    </label>
  );
}
