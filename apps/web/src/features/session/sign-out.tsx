'use client';

import { useState } from 'react';
import styles from './header.module.css';
import { beginSigningOut } from './leave-page.ts';

/** Ends the session here and at Pro Santé Connect. When even that request fails, the sign-in page is a safe place to be. */
export function SignOut({ label }: { readonly label: string }) {
  const [isLeaving, setLeaving] = useState(false);
  async function leave(): Promise<void> {
    if (isLeaving) return;
    setLeaving(true);
    await beginSigningOut();
    const answer = await fetch('/deconnexion', { method: 'POST' }).catch(() => null);
    const { url } = answer?.ok ? await answer.json() : { url: '/connexion' };
    window.location.assign(url);
  }
  return (
    <button type="button" className={styles.plain} aria-disabled={isLeaving} onClick={() => void leave()}>
      {label}
    </button>
  );
}
