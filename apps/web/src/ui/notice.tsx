import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons/icon.tsx';
import styles from './notice.module.css';

type Tone = 'info' | 'warning' | 'danger';

const ICONS: Record<Tone, IconName> = { info: 'info', warning: 'warning', danger: 'warning' };

interface Props {
  readonly tone: Tone;
  readonly title: string;
  readonly children: ReactNode;
}

/** A calm sentence about what happened and what to do, told to assistive tools when it appears. */
export function Notice({ tone, title, children }: Props) {
  return (
    <div role="status" className={`${styles.notice} ${styles[tone]}`}>
      <Icon name={ICONS[tone]} />
      <div>
        <p className={styles.title}>{title}</p>
        {children}
      </div>
    </div>
  );
}
