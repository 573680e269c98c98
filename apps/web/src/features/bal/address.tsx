import styles from './address.module.css';

/** An MSSanté address. A narrow column breaks it before its domain rather than inside it. */
export function Address({ address }: { readonly address: string }) {
  const at = address.lastIndexOf('@');
  return (
    <span className={styles.address}>
      {address.slice(0, at)}
      <span className={styles.domain}>{address.slice(at)}</span>
    </span>
  );
}
