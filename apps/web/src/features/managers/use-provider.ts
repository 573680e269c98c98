'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { parseLanguage } from '../../texts/texts.ts';
import { orderProvider, type ProviderOrder, type Try, tryProvider } from './order.ts';

interface ProviderState {
  readonly isWorking: boolean;
  /** What became of the last decision or try, in words; empty before. */
  readonly said: string;
  say(words: string): void;
  /** Sends a decision and shows the page anew; answers whether it was done. */
  give(order: ProviderOrder, done: string): Promise<boolean>;
  /** Tries a provider, and says what it showed. */
  attempt(wanted: Try): Promise<void>;
}

/** One decision at a time about the account of the structure, and what is said of it. */
export function useProvider(): ProviderState {
  const t = useTranslations('managers');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const [isWorking, setWorking] = useState(false);
  const [said, say] = useState('');

  async function give(order: ProviderOrder, done: string): Promise<boolean> {
    if (isWorking) return false;
    setWorking(true);
    const answer = await orderProvider(order);
    say(answer.done ? done : (answer.why?.[language] ?? t('failed')));
    setWorking(false);
    if (answer.done) router.refresh();
    return answer.done;
  }

  async function attempt(wanted: Try): Promise<void> {
    if (isWorking) return;
    setWorking(true);
    say(t('trying'));
    const tried = await tryProvider(wanted);
    say('check' in tried ? wordsOf(tried.check) : (tried.why?.[language] ?? t('failed')));
    setWorking(false);
  }

  function wordsOf({ problem, endsSession, tellsLogouts }: { problem: string | null } & Logouts): string {
    if (problem !== null)
      return t.has(`problem.${problem}`) ? t(`problem.${problem}`) : t('problem.ANSWER_REFUSED');
    const logouts = endsSession
      ? t(tellsLogouts ? 'logout.both' : 'logout.ours')
      : t(tellsLogouts ? 'logout.theirs' : 'logout.none');
    return `${t('works')} ${logouts}`;
  }

  return { isWorking, said, say, give, attempt };
}

interface Logouts {
  readonly endsSession: boolean;
  readonly tellsLogouts: boolean;
}
