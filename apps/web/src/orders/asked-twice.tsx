'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useId, useRef, useState } from 'react';
import type { Language } from '../texts/texts.ts';
import buttons from '../ui/button.module.css';
import styles from './orders.module.css';
import { sendOrder } from './send-order.ts';
import { useTold } from './told-here.tsx';

export interface AskedWords {
  readonly ask: string;
  /** The same for those who do not see what stands beside the button. */
  readonly askOf: string;
  /** What follows from a yes, said before it is given. */
  readonly warning: string;
  readonly yes: string;
  readonly no: string;
  readonly done: string;
  /** When no answer came, or none that says why: what was asked may be done all the same. */
  readonly failed: string;
}

interface Props {
  readonly path: string;
  readonly order: Readonly<Record<string, unknown>>;
  readonly words: AskedWords;
  readonly language: Language;
}

/** A yes that others feel, asked twice: the keyboard rests on the harmless answer. What became of it is told where the page tells such things. */
export function AskedTwice({ path, order, words, language }: Props) {
  const router = useRouter();
  const tell = useTold();
  const [step, setStep] = useState<'waiting' | 'confirming' | 'working'>('waiting');
  const [problem, setProblem] = useState('');
  const [first, harmless] = [useRef<HTMLButtonElement>(null), useRef<HTMLButtonElement>(null)];
  const wasAsked = useRef(false);
  const warning = useId();
  const isWorking = step === 'working';
  useEffect(() => {
    if (step === 'confirming') harmless.current?.focus();
    else if (step === 'waiting' && wasAsked.current) first.current?.focus();
    wasAsked.current = step !== 'waiting';
  }, [step, first, harmless]);

  async function give(): Promise<void> {
    if (isWorking) return;
    setStep('working');
    setProblem('');
    tell('');
    const answer = await sendOrder(path, order);
    setStep('waiting');
    if (answer.done) {
      // What is told has the keyboard now; the first button may leave the page.
      wasAsked.current = false;
      tell(words.done);
    } else setProblem(answer.why?.[language] ?? words.failed);
    router.refresh();
  }

  return (
    <div>
      {step === 'waiting' ? (
        <div className={styles.choices}>
          <button
            type="button"
            ref={first}
            className={buttons.quiet}
            aria-label={words.askOf}
            onClick={() => setStep('confirming')}
          >
            {words.ask}
          </button>
        </div>
      ) : (
        <>
          <p id={warning}>{words.warning}</p>
          <div className={styles.choices}>
            <button
              type="button"
              className={buttons.primary}
              aria-disabled={isWorking}
              aria-describedby={warning}
              onClick={() => void give()}
            >
              {words.yes}
            </button>
            <button
              type="button"
              ref={harmless}
              className={buttons.quiet}
              aria-disabled={isWorking}
              aria-describedby={warning}
              onClick={() => {
                if (!isWorking) setStep('waiting');
              }}
            >
              {words.no}
            </button>
          </div>
        </>
      )}
      <p role="status" className={styles.problem}>
        {problem}
      </p>
    </div>
  );
}
