'use client';

import { useState } from 'react';
import styles from '../../ui/button.module.css';
import { Icon } from '../../ui/icons/icon.tsx';

interface Props {
  readonly text: string;
  readonly label: string;
  /** Said once the text is in the clipboard. */
  readonly done: string;
}

/** Puts a text in the clipboard, and says that it is there. */
export function CopyText({ text, label, done }: Props) {
  const [isCopied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    // A browser that forbids it leaves the text to be selected by hand.
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setCopied(copied);
  }
  return (
    <>
      <button type="button" className={styles.quiet} onClick={copy}>
        <Icon name={isCopied ? 'check' : 'document'} size={18} />
        {label}
      </button>
      <span role="status">{isCopied ? done : ''}</span>
    </>
  );
}
