'use client';

import { createContext, type ReactNode, useContext, useRef, useState } from 'react';
import styles from './orders.module.css';

const Telling = createContext<(words: string) => void>(() => undefined);

/** Tells what became of a decision, after what was decided of may have left the page; nothing, once another is on its way. */
export function useTold(): (words: string) => void {
  return useContext(Telling);
}

/** Where a page tells what became of the decisions within: said aloud, and where the keyboard goes on from. */
export function ToldHere({ children }: { readonly children: ReactNode }) {
  const [words, setWords] = useState('');
  const place = useRef<HTMLParagraphElement>(null);
  const tell = useRef((said: string) => {
    setWords(said);
    if (said !== '') place.current?.focus();
  });
  return (
    <Telling value={tell.current}>
      <p ref={place} tabIndex={-1} role="status" className={styles.told}>
        {words}
      </p>
      {children}
    </Telling>
  );
}
