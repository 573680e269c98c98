'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { noteChange } from '../../live/changes.ts';
import buttons from '../../ui/button.module.css';

interface Mark {
  readonly balId: string;
  readonly messageId: string;
}

/** The message is on the screen: it is marked as read. A mark that fails is not worth a word; the next reading tries again. */
export function MarkRead({ balId, messageId }: Mark) {
  useEffect(() => {
    void mark({ balId, messageId, seen: true });
  }, [balId, messageId]);
  return null;
}

/** Leaves the message for later and goes back to its folder. */
export function MarkUnread({
  balId,
  messageId,
  label,
  then,
}: Mark & { readonly label: string; readonly then: string }) {
  const router = useRouter();
  async function leave(): Promise<void> {
    await mark({ balId, messageId, seen: false });
    router.push(then);
  }
  return (
    <button type="button" className={buttons.quiet} onClick={() => void leave()}>
      {label}
    </button>
  );
}

export function Print({ label }: { readonly label: string }) {
  return (
    <button type="button" className={buttons.quiet} onClick={() => window.print()}>
      {label}
    </button>
  );
}

async function mark(body: Mark & { readonly seen: boolean }): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch('/messages/lu', { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null);
  noteChange();
}
