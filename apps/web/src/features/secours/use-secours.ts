'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import { orderSecours, type SecoursOrder } from './order.ts';

interface SecoursState {
  readonly isWorking: boolean;
  /** What became of the last decision, in words; empty before. */
  readonly said: string;
  say(words: string): void;
  /** Sends a decision and shows the page anew; answers whether it was done. */
  give(order: SecoursOrder, done: string): Promise<boolean>;
}

/** One decision at a time, and what is said of it. */
export function useSecours(): SecoursState {
  const t = useTranslations('secours');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [isWorking, setWorking] = useState(false);
  const [said, say] = useState('');

  async function give(order: SecoursOrder, done: string): Promise<boolean> {
    if (isWorking) return false;
    setWorking(true);
    const answer = await orderSecours(order);
    say(answer.done ? done : (answer.why?.[language] ?? t('notDone')));
    setWorking(false);
    if (answer.done) router.refresh();
    return answer.done;
  }

  return { isWorking, said, say, give };
}
