import styles from './empty.module.css';
import { Icon, type IconName } from './icons/icon.tsx';

interface Props {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
}

/** A place where nothing is yet, and what will come there. */
export function Empty({ icon, title, text }: Props) {
  return (
    <div className={styles.empty}>
      <Icon name={icon} size={32} />
      <p className={styles.title}>{title}</p>
      <p className={styles.text}>{text}</p>
    </div>
  );
}
