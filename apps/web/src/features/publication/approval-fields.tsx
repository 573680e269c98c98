'use client';

import { useTranslations } from 'use-intl/react';
import { CIVILITIES, isCivility, isProfession, PROFESSIONS } from './nomenclature.ts';
import styles from './publication.module.css';
import { SettingField } from './setting-field.tsx';
import type { SettingName, TypedSettings } from './settings-change.ts';

interface Props {
  readonly before: TypedSettings;
  readonly problemOf: (name: SettingName) => string | null;
}

/** EX_PBA_5090: the practice of a holder whom no register knows, and the ANS’s approval of telling them by the address of their BAL. */
export function ApprovalFields({ before, problemOf }: Props) {
  const t = useTranslations();
  const field = (name: 'speciality' | 'approvalReference', hint?: string) => (
    <SettingField label={t(`balPublication.${name}`)} hint={hint} problem={problemOf(name)}>
      {(described) => (
        <input name={name} defaultValue={before[name]} autoComplete="off" spellCheck={false} {...described} />
      )}
    </SettingField>
  );
  const day = (name: 'approvalAskedAt' | 'approvedAt') => (
    <SettingField label={t(`balPublication.${name}`)} problem={problemOf(name)}>
      {(described) => <input type="date" name={name} defaultValue={before[name]} {...described} />}
    </SettingField>
  );
  const { civility, profession } = before;
  return (
    <fieldset className={styles.fieldset}>
      <legend>{t('balPublication.approval')}</legend>
      <p className={styles.said}>{t('balPublication.approvalRule')}</p>
      <SettingField label={t('balPublication.profession')} problem={problemOf('profession')}>
        {(described) => (
          <select name="profession" defaultValue={profession} {...described}>
            <option value="">{t('balPublication.none')}</option>
            {profession && !isProfession(profession) ? (
              <option value={profession}>{profession}</option>
            ) : null}
            {PROFESSIONS.map((code) => (
              <option key={code} value={code}>
                {t(`professions.p${code}`)}
              </option>
            ))}
          </select>
        )}
      </SettingField>
      <SettingField
        label={t('balPublication.civility')}
        hint={t('balPublication.civilityHint')}
        problem={problemOf('civility')}
      >
        {(described) => (
          <select name="civility" defaultValue={civility} {...described}>
            <option value="">{t('balPublication.none')}</option>
            {civility && !isCivility(civility) ? <option value={civility}>{civility}</option> : null}
            {CIVILITIES.map((code) => (
              <option key={code} value={code}>
                {t(`civilities.${code}`)}
              </option>
            ))}
          </select>
        )}
      </SettingField>
      {field('speciality', t('balPublication.specialityHint'))}
      {day('approvalAskedAt')}
      {day('approvedAt')}
      {field('approvalReference', t('balPublication.approvalReferenceHint'))}
    </fieldset>
  );
}
