'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import styles from './button.module.css';

/** Asks again for what the page could not load; the rest of the page stays as it is. */
export function Retry({ label }: { readonly label: string }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return (
    <button
      type="button"
      className={styles.quiet}
      aria-disabled={isPending}
      onClick={() => startTransition(() => router.refresh())}
    >
      {label}
    </button>
  );
}
