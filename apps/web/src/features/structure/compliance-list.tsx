'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { longDate, momentInList } from '../../format/dates.ts';
import {
  ComplianceEventsDocument,
  type Severity,
  type StructureComplianceQuery,
} from '../../gql/documents.ts';
import { useEvents } from '../../live/use-events.ts';
import { parseLanguage } from '../../texts/texts.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import styles from './compliance-list.module.css';

type Listed = Extract<StructureComplianceQuery['structure'], { __typename: 'Structure' }>;
export type ComplianceRow = Listed['complianceEvents']['edges'][number]['node'];

const SEVERITY_ICONS: Record<Severity, IconName> = { INFO: 'info', WARNING: 'warning', CRITICAL: 'warning' };
const LONGEST = 10;

interface Props {
  readonly structureId: string;
  readonly listed: readonly ComplianceRow[];
}

/** What the rules of the trust space noticed, newest first, joined by what comes live. */
export function ComplianceList({ structureId, listed }: Props) {
  const t = useTranslations();
  const [events, setEvents] = useState<readonly ComplianceRow[]>([]);
  useEvents(ComplianceEventsDocument, { structureId }, ({ complianceEvents }) =>
    setEvents((before) => [complianceEvents, ...before].slice(0, LONGEST)),
  );
  const known = new Set(listed.map(({ id }) => id));
  const rows = [...events.filter(({ id }) => !known.has(id)), ...listed].slice(0, LONGEST);
  if (rows.length === 0) return <p className={styles.none}>{t('dashboard.complianceEmpty')}</p>;
  return (
    <ul className={styles.list} aria-live="polite">
      {rows.map((row) => (
        <Line key={row.id} row={row} />
      ))}
    </ul>
  );
}

function Line({ row }: { readonly row: ComplianceRow }) {
  const t = useTranslations();
  const language = parseLanguage(useLocale());
  const key = row.kind.replace('.', '_');
  return (
    <li className={`${styles.event} ${styles[row.severity]}`}>
      <Icon name={SEVERITY_ICONS[row.severity]} />
      <div>
        {t.has(`complianceKind.${key}`) ? (
          <p className={styles.kind}>{t(`complianceKind.${key}`)}</p>
        ) : (
          <p className={styles.kind} lang="fr">
            {row.title}
          </p>
        )}
        <p className={styles.detail}>
          <span className={styles.severity}>{t(`severity.${row.severity}`)}</span>
          {', '}
          <time dateTime={row.at} suppressHydrationWarning>
            {momentInList(row.at, language, new Date())}
          </time>
          {row.facts.map((fact) => (
            <Fact key={fact.name} fact={fact} />
          ))}
        </p>
      </div>
    </li>
  );
}

/** A fact worth a manager's time, in words; fingerprints and certificate names stay in the traces. */
function Fact({ fact: { name, value } }: { readonly fact: ComplianceRow['facts'][number] }) {
  const t = useTranslations('complianceFact');
  const language = parseLanguage(useLocale());
  switch (name) {
    case 'daysLeft':
      return <>, {t('daysLeft', { days: Math.max(0, Number(value) || 0) })}</>;
    case 'generatedAt':
      return <>, {t('generatedAt', { date: longDate(value, language) })}</>;
    case 'rows':
      return <>, {t('rows', { count: Number(value) || 0 })}</>;
    case 'reason':
      return <span lang="fr">, {value}</span>;
    default:
      return null;
  }
}
