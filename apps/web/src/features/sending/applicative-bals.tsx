import { longDate } from '../../format/dates.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Pager } from '../../ui/pager.tsx';
import { AuthoriseForm } from './authorise-form.tsx';
import styles from './sending.module.css';
import type { Sending } from './sending-use.tsx';
import { StructureList } from './structure-list.tsx';

type ApplicativeBal = Sending['applicativeBals']['edges'][number]['node'];

interface Props {
  readonly structure: Sending;
  /** Cursor of the last BAL of the page before; null for the newest ones. */
  readonly after: string | null;
}

/** The BAL of a structure's software, and whose certificates open them (EX_LPS_1200). */
export async function ApplicativeBals({ structure, after }: Props) {
  const t = await serverTexts();
  const { edges, pageInfo } = structure.applicativeBals;
  if (edges.length === 0 && !after)
    return <Empty icon="gear" title={t('sending.emptyTitle')} text={t('sending.emptyText')} />;
  return (
    <>
      {edges.map(({ node }) => (
        <Access key={node.bal.id} structure={structure} applicative={node} />
      ))}
      <Pager of="sending" path={`/g/${structure.id}/envois`} after={after} end={pageInfo} />
    </>
  );
}

interface AccessProps {
  readonly structure: Sending;
  readonly applicative: ApplicativeBal;
}

async function Access({ structure, applicative: { bal, structures } }: AccessProps) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const lines = structures.map(({ idNat, authorisedAt }) => ({
    idNat,
    told: authorisedAt ? t('sending.since', { date: longDate(authorisedAt, language) }) : t('sending.own'),
    isWithdrawable: authorisedAt !== null && structure.mayManageSending,
  }));
  return (
    <section className={styles.bal} aria-labelledby={`bal-${bal.id}`}>
      <h3 id={`bal-${bal.id}`}>{bal.address}</h3>
      {structures.length === 0 ? <p className={styles.said}>{t('sending.nobody')}</p> : null}
      <StructureList structureId={structure.id} balId={bal.id} structures={lines} />
      {structure.mayManageSending ? <AuthoriseForm structureId={structure.id} balId={bal.id} /> : null}
    </section>
  );
}
