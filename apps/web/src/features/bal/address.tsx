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

/** The same as one word for those who hear it: in a heading, in a link. */
export function AddressText({ address }: { readonly address: string }) {
  const at = address.lastIndexOf('@');
  return (
    <>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </>
  );
}
