'use client';

import { type ReactNode, useId } from 'react';
import field from '../../ui/field.module.css';
import styles from './publication.module.css';

interface Described {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it, told beside it; null for nothing. */
  readonly problem: string | null;
  readonly children: (described: Described) => ReactNode;
}

/** A field with its rule and what is wrong with it, both told to whoever does not see them, the latter as it comes. */
export function SettingField({ label, hint, problem, children }: Props) {
  const id = useId();
  return (
    <div>
      <div className={field.field}>
        <label htmlFor={id}>{label}</label>
        {children({
          id,
          'aria-invalid': problem !== null,
          'aria-describedby': `${id}-hint ${id}-problem`,
        })}
      </div>
      <p id={`${id}-hint`} className={styles.said}>
        {hint}
      </p>
      <p id={`${id}-problem`} role="status" className={styles.problem}>
        {problem}
      </p>
    </div>
  );
}
