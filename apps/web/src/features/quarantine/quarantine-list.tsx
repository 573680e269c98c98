import { longDate } from '../../format/dates.ts';
import { readableSize } from '../../format/sizes.ts';
import type { StructureQuarantineQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon } from '../../ui/icons/icon.tsx';
import { Pager } from '../../ui/pager.tsx';
import table from '../../ui/table.module.css';
import { DestroyButton } from './destroy-button.tsx';
import styles from './quarantine.module.css';

export type Quarantine = Extract<StructureQuarantineQuery['structure'], { __typename: 'Structure' }>;
type Quarantined = Quarantine['quarantine']['edges'][number]['node'];

interface Props {
  readonly structure: Quarantine;
  /** Cursor of the last message of the page before; null for the newest ones. */
  readonly after: string | null;
}

/** What was blocked, for whom and why. Facts only: nobody reads a quarantined message. */
export async function QuarantineList({ structure, after }: Props) {
  const t = await serverTexts();
  const { edges, pageInfo } = structure.quarantine;
  if (edges.length === 0 && !after)
    return <Empty icon="shield" title={t('quarantine.emptyTitle')} text={t('quarantine.emptyText')} />;
  return (
    <>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('quarantine.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('quarantine.at')}</th>
            <th scope="col">{t('quarantine.people')}</th>
            <th scope="col">{t('quarantine.found')}</th>
            <th scope="col">{t('quarantine.kept')}</th>
          </tr>
        </thead>
        <tbody>
          {edges.map(({ node }) => (
            <Line key={node.id} structure={structure} message={node} />
          ))}
        </tbody>
      </table>
      <Pager of="quarantine" path={`/g/${structure.id}/quarantaine`} after={after} end={pageInfo} />
    </>
  );
}

interface LineProps {
  readonly structure: Quarantine;
  readonly message: Quarantined;
}

async function Line({ structure, message }: LineProps) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const { unit, value } = readableSize(message.size, language);
  return (
    <tr>
      <td className={styles.at}>
        <time dateTime={message.at}>{longDate(message.at, language)}</time>
      </td>
      <td className={styles.people}>
        <p>
          <span className={styles.said}>{t(`quarantine.direction.${message.direction}`)}</span>{' '}
          {message.sender ?? t('quarantine.noSender')}
        </p>
        <p>
          <span className={styles.said}>{t('quarantine.to')}</span> {message.recipients.join(', ')}
        </p>
      </td>
      <td>
        <p className={styles.found}>
          <Icon name="warning" size={18} />
          {t(`quarantine.nature.${message.nature}`)}
        </p>
        <p className={styles.signature}>{message.signature}</p>
        <p>{t(`quarantine.treatment.${message.treatment}`)}</p>
      </td>
      <td>
        <p>
          {message.isKept
            ? t('quarantine.keptUntil', { date: longDate(message.expiresAt, language) })
            : t('quarantine.destroyed')}
        </p>
        <p className={styles.said}>{t(`sizes.${unit}`, { value })}</p>
        {message.isKept && structure.mayManageQuarantine ? (
          <DestroyButton
            structureId={structure.id}
            id={message.id}
            sender={message.sender ?? t('quarantine.noSender')}
          />
        ) : null}
      </td>
    </tr>
  );
}
