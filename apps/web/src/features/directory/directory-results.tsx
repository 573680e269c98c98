'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { DirectoryPageQuery } from '../../gql/documents.ts';
import field from '../../ui/field.module.css';
import table from '../../ui/table.module.css';
import styles from './directory.module.css';
import { holds } from './directory-query.ts';

type Entry = DirectoryPageQuery['directorySearch']['edges'][number]['node'];

/** Those who answer, best first; refined among them without asking again. */
// RE_2.1_5020
export function DirectoryResults({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useTranslations('directory');
  const [typed, setTyped] = useState('');
  const shown = entries.filter((entry) => holds(textsOf(entry), typed));
  return (
    <>
      <div className={`${styles.refine} no-print`}>
        <label className={field.field}>
          {t('refine')}
          <input
            type="search"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <p role="status" className={styles.count}>
          {t('count', { count: shown.length })}
        </p>
      </div>
      <table className={`${table.table} ${styles.table}`}>
        <caption className="visually-hidden">{t('caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('who')}</th>
            <th scope="col">{t('work')}</th>
            <th scope="col">{t('where')}</th>
            <th scope="col">{t('criterion.bal')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((entry) => (
            <Line key={entry.address} entry={entry} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Line({ entry }: { readonly entry: Entry }) {
  const t = useTranslations('directory');
  const { profession, speciality } = entry;
  return (
    <tr>
      <td>
        <span className={styles.name}>{nameOf(entry)}</span>
        <span className={styles.kind}>{t(`kind.${entry.kind}`)}</span>
        {entry.match === 'CLOSE' ? <span className={styles.kind}>{t('close')}</span> : null}
      </td>
      <td>
        {[profession?.label, speciality?.label ?? speciality?.code].filter(Boolean).map((label) => (
          <p key={label}>{label}</p>
        ))}
      </td>
      <td>
        {entry.places.map(({ name, service, town, postalCode }) => (
          <p key={`${name} ${service} ${town}`}>
            {[name, service, town ?? postalCode].filter(Boolean).join(' · ')}
          </p>
        ))}
      </td>
      <td className={styles.address}>
        {entry.address}
        {entry.isLocal ? <span className={styles.kind}>{t('local')}</span> : null}
      </td>
    </tr>
  );
}

function nameOf({ givenName, familyName, description, places, address }: Entry): string {
  const person = [givenName, familyName].filter(Boolean).join(' ');
  return (
    person || description || places.find(({ service }) => service)?.service || (address.split('@')[0] ?? '')
  );
}

function textsOf(entry: Entry): readonly (string | null | undefined)[] {
  const { address, description, profession, speciality, places } = entry;
  return [
    ...[nameOf(entry), address, description, profession?.label, speciality?.label],
    ...places.flatMap(({ name, service, postalCode, town }) => [name, service, postalCode, town]),
  ];
}
