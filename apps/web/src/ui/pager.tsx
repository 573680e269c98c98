import Link from 'next/link';
import { serverTexts } from '../texts/server-texts.ts';
import buttons from './button.module.css';
import styles from './pager.module.css';

/** Lists whose texts name their pages. */
type List =
  | 'deliveries'
  | 'differences'
  | 'jobs'
  | 'publication'
  | 'quarantine'
  | 'sending'
  | 'statistics'
  | 'whitelist';

interface Props {
  readonly of: List;
  readonly path: string;
  /** What else the address of each page holds. */
  readonly asked?: Readonly<Record<string, string>>;
  /** Cursor of the last thing of the page before; null on the first page. */
  readonly after: string | null;
  readonly end: { readonly endCursor?: string | null; readonly hasNextPage: boolean };
}

/** The foot of a list that has several pages: back to its beginning, and further. */
export async function Pager({ of, path, asked = {}, after, end }: Props) {
  const t = await serverTexts();
  const next = end.hasNextPage ? end.endCursor : null;
  if (!after && !next) return null;
  return (
    <nav className={`${styles.pages} no-print`} aria-label={t(`${of}.pages`)}>
      {after ? (
        <Link className={buttons.quiet} href={pageOf(path, asked)} prefetch={false}>
          {t(`${of}.newest`)}
        </Link>
      ) : null}
      {next ? (
        <Link className={buttons.quiet} href={pageOf(path, { ...asked, apres: next })} prefetch={false}>
          {t(`${of}.older`)}
        </Link>
      ) : null}
    </nav>
  );
}

function pageOf(path: string, asked: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(asked);
  return query.size === 0 ? path : `${path}?${query}`;
}
