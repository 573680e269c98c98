import type { StructureSummaryQuery } from '../../gql/documents.ts';
import { whoAmI } from '../../session/who-am-i.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import styles from './dashboard.module.css';

type Summary = Extract<StructureSummaryQuery['structure'], { __typename: 'Structure' }>;

/** Which structure this is, and in what capacity the person looks at it. */
export async function StructureHeading({ structure }: { readonly structure: Summary }) {
  const t = await serverTexts();
  const me = await whoAmI();
  const memberships = me.ok ? me.data.me.structures : [];
  const roles = memberships.find((membership) => membership.structure.id === structure.id)?.roles ?? [];
  const number = structure.finess
    ? t('dashboard.finess', { number: structure.finess })
    : t('dashboard.noFiness');
  return (
    <>
      <div className={styles.heading}>
        <h1>{structure.name}</h1>
        <p className={styles.identity}>
          {t(`dashboard.kind.${structure.kind}`)}, {number}
        </p>
        {roles.map((role) => (
          <p key={role} className={styles.role}>
            {t(`dashboard.role.${role}`)}
          </p>
        ))}
      </div>
      <p className={styles.privacy}>
        <Icon name="shield" size={18} />
        {t('dashboard.privacy')}
      </p>
    </>
  );
}
