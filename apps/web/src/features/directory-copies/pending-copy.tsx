import { longDate } from '../../format/dates.ts';
import type { DirectoryCopiesPageQuery } from '../../gql/documents.ts';
import { AskedTwice } from '../../orders/asked-twice.tsx';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Notice } from '../../ui/notice.tsx';
import { lossBeside } from './copy-age.ts';
import styles from './directory-copies.module.css';

export type Copy = DirectoryCopiesPageQuery['directoryCopies'][number];

interface Props {
  readonly pending: Copy;
  /** Lines of the copy in force of the same kind. */
  readonly linesInForce: number;
  readonly mayApprove: boolean;
}

/** A copy that lost much of the one in force: what it lost, and the yes of a person in charge, asked twice. */
export async function PendingCopy({ pending, linesInForce, mayApprove }: Props) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const { kind, asOf, lineCount, sha256 } = pending;
  const { lines, percent } = lossBeside(lineCount, linesInForce);
  const copy = t(`copies.kind.${kind}`);
  const isAsked = mayApprove && Boolean(sha256);
  return (
    <div className={styles.pending}>
      <Notice tone="danger" title={t('copies.pendingTitle', { copy })}>
        <p>
          {t('copies.pendingText', {
            date: longDate(asOf ?? '', language),
            lines: lineCount,
            former: linesInForce,
            lost: lines,
            percent,
          })}
        </p>
        {isAsked ? null : <p>{t('copies.pendingForOthers')}</p>}
      </Notice>
      {isAsked ? (
        <AskedTwice
          path="/copies-annuaire/accord"
          order={{ sha256 }}
          language={language}
          words={{
            ask: t('copies.approve'),
            askOf: t('copies.approveOf', { copy }),
            warning: t('copies.approveWarning', { lost: lines }),
            yes: t('copies.approveYes'),
            no: t('copies.approveNo'),
            done: t('copies.approveDone', { copy }),
            failed: t('copies.failed'),
          }}
        />
      ) : null}
    </div>
  );
}
