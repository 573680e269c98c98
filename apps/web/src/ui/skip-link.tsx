import styles from './skip-link.module.css';

/** The first stop of the keyboard: over the header, straight to the content. */
export function SkipLink({ label }: { readonly label: string }) {
  return (
    <a className={`${styles.skip} no-print`} href="#contenu">
      {label}
    </a>
  );
}
