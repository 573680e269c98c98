import styles from './skeleton.module.css';

interface Props {
  readonly rows: number;
  readonly label: string;
}

/** Quiet lines in place of what is on its way. Shown only after a moment, so that quick answers do not flicker. */
export function Skeleton({ rows, label }: Props) {
  return (
    <div className={styles.skeleton} role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: rows }, (_, i) => `row-${i}`).map((key) => (
        <span key={key} className={styles.row} aria-hidden="true" />
      ))}
    </div>
  );
}
