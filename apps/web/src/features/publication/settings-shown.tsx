import { longDate } from '../../format/dates.ts';
import type { DirectorySettingsFragment } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { isCivility, isProfession } from './nomenclature.ts';
import styles from './publication.module.css';

/** The settings for whoever reads them alone. */
export async function SettingsShown({ settings }: { readonly settings: DirectorySettingsFragment }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const day = (iso: string | null | undefined) => (iso ? longDate(iso, language) : null);
  const { isHidden, civility, profession } = settings;
  const said = [
    [t('balPublication.service'), settings.service],
    [t('balPublication.rank'), settings.rank],
    [t('balPublication.listeRouge'), isHidden ? t('balPublication.cause.STRUCTURE') : null],
    [t('balPublication.profession'), isProfession(profession) ? t(`professions.p${profession}`) : profession],
    [t('balPublication.civility'), isCivility(civility) ? t(`civilities.${civility}`) : civility],
    [t('balPublication.speciality'), settings.speciality],
    [t('balPublication.approvalAskedAt'), day(settings.approvalAskedAt)],
    [t('balPublication.approvedAt'), day(settings.approvedAt)],
    [t('balPublication.approvalReference'), settings.approvalReference],
  ].filter(([, value]) => value);
  if (said.length === 0) return <p className={styles.note}>{t('balPublication.noSetting')}</p>;
  return (
    <dl className={styles.values}>
      {said.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
