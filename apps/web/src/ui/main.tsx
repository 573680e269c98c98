import type { ReactNode } from 'react';
import styles from './main.module.css';

interface Props {
  readonly children: ReactNode;
  /** `narrow` for a text to read, `wide` for tables and lists. */
  readonly width?: 'narrow' | 'wide';
}

/** The page's content, where the skip link leads. */
export function Main({ children, width = 'wide' }: Props) {
  return (
    <main id="contenu" tabIndex={-1} className={`${styles.main} ${styles[width]}`}>
      {children}
    </main>
  );
}
