'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import styles from './folder-rail.module.css';

interface Props {
  readonly path: string;
  readonly children: ReactNode;
}

/** A folder in the rail, marked when it is the one being looked at, or one of its messages is. */
export function FolderLink({ path, children }: Props) {
  const here = usePathname();
  const isHere = here === path || here.startsWith(`${path}/`);
  return (
    <Link href={path} prefetch={false} className={styles.folder} aria-current={isHere ? 'page' : undefined}>
      {children}
    </Link>
  );
}
