import styles from './message.module.css';
import { quotedBlocks } from './quoted-blocks.ts';

/** A plain text letter: lines kept as written, what it quotes set back. */
export function PlainText({ text }: { readonly text: string }) {
  return (
    <div className={styles.plain}>
      {quotedBlocks(text).map(({ isQuote, text: block, start }) =>
        isQuote ? <blockquote key={start}>{block}</blockquote> : <p key={start}>{block}</p>,
      )}
    </div>
  );
}
