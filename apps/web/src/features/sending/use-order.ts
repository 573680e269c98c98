'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import { orderSending, type SendingOrder } from './order.ts';

interface OrderState {
  readonly isWorking: boolean;
  /** What became of the last decision, in words; empty before. */
  readonly said: string;
  /** Sends a decision and shows the page anew; answers whether it was done. */
  give(order: SendingOrder, done: string): Promise<boolean>;
}

/** One decision at a time, and what is said of it. */
export function useOrder(): OrderState {
  const t = useTranslations('sending');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [isWorking, setWorking] = useState(false);
  const [said, setSaid] = useState('');

  async function give(order: SendingOrder, done: string): Promise<boolean> {
    if (isWorking) return false;
    setWorking(true);
    const answer = await orderSending(order);
    setSaid(answer.done ? done : (answer.why?.[language] ?? t('notDone')));
    setWorking(false);
    router.refresh();
    return answer.done;
  }

  return { isWorking, said, give };
}
