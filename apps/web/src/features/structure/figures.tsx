import { StructureFiguresDocument } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Failure } from '../../ui/failure.tsx';
import styles from './dashboard.module.css';

const FORMATS = { fr: new Intl.NumberFormat('fr-FR'), en: new Intl.NumberFormat('en-GB') };
const FIGURES = [
  'activeBals',
  'suspendedBals',
  'pendingDeliveries',
  'deliveredLastDay',
  'failedLastDay',
] as const;

/** A few counts that say at a glance whether the mail flows. */
export async function Figures({ structureId }: { readonly structureId: string }) {
  const t = await serverTexts();
  const answer = await askForPerson(StructureFiguresDocument, { structureId });
  if (!answer.ok) return <Failure reference={answer.reference} />;
  if (answer.data.structure.__typename === 'Refus') return <Failure reference={null} />;
  const { counts } = answer.data.structure;
  const format = FORMATS[await currentLanguage()];
  return (
    <dl className={styles.figures}>
      {FIGURES.map((figure) => (
        <div
          key={figure}
          className={figure === 'failedLastDay' && counts[figure] > 0 ? styles.alarming : undefined}
        >
          <dt>{t(`dashboard.${figure}`)}</dt>
          <dd>{format.format(counts[figure])}</dd>
        </div>
      ))}
    </dl>
  );
}
