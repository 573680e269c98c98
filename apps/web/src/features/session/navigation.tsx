'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import styles from './header.module.css';

export interface Destination {
  readonly path: string;
  readonly label: string;
}

interface Props {
  readonly label: string;
  readonly destinations: readonly Destination[];
}

/** The parts of the portal this person has, with the one being looked at. */
export function Navigation({ label, destinations }: Props) {
  const here = usePathname();
  const isHere = (path: string) => here === path || here.startsWith(`${path}/`);
  return (
    <nav aria-label={label} className={styles.navigation}>
      <ul>
        {destinations.map(({ path, label: name }) => (
          <li key={path}>
            <Link
              href={path}
              prefetch={false}
              className={styles.link}
              aria-current={isHere(path) ? 'page' : undefined}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
