import type { TermsFragment } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { blocksOf } from './blocks.ts';
import styles from './terms.module.css';

/** What is accepted: the operator's text in the language of the page, or the document it published. */
export async function TermsText({ terms }: { readonly terms: TermsFragment }) {
  const t = await serverTexts();
  const text = (await currentLanguage()) === 'fr' ? terms.textFr : terms.textEn;
  if (text) return <div className={styles.text}>{blocksOf(text).map(shown)}</div>;
  return (
    <div className={styles.text}>
      <p>
        <a href={terms.documentUrl ?? undefined} target="_blank" rel="noopener noreferrer">
          {t('terms.document', { version: terms.name })}
        </a>
      </p>
      <p className={styles.fingerprint}>{t('terms.fingerprint', { sha256: terms.documentSha256 ?? '' })}</p>
    </div>
  );
}

function shown(block: ReturnType<typeof blocksOf>[number], place: number) {
  switch (block.kind) {
    case 'title':
      return <h2 key={place}>{block.text}</h2>;
    case 'list':
      return (
        <ul key={place}>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'words':
      return <p key={place}>{block.text}</p>;
  }
}
