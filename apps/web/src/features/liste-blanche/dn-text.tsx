import { Fragment } from 'react';
import styles from './liste-blanche.module.css';

/** A DN as the list writes it, which may break after each comma. */
export function DnText({ dn }: { readonly dn: string }) {
  return (
    <span className={styles.dn}>
      {dn.split(/(?<=,)/).map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text stay in their places
        <Fragment key={place}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </span>
  );
}
