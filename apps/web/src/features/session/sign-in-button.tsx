'use client';

import { useState } from 'react';
import styles from '../../ui/button.module.css';

interface Props {
  readonly label: string;
  readonly working: string;
  readonly returnTo: string;
}

/** Starts the sign-in with Pro Santé Connect and, once there, comes back to `returnTo`. */
export function SignInButton({ label, working, returnTo }: Props) {
  const [isStarting, setStarting] = useState(false);
  async function start(): Promise<void> {
    if (isStarting) return;
    setStarting(true);
    window.location.assign(await authorizationAddress(returnTo));
  }
  return (
    <button type="button" className={styles.primary} aria-disabled={isStarting} onClick={() => void start()}>
      {isStarting ? working : label}
    </button>
  );
}

async function authorizationAddress(returnTo: string): Promise<string> {
  try {
    const { csrfToken } = await (await fetch('/api/auth/csrf')).json();
    const body = new URLSearchParams({ csrfToken, callbackUrl: returnTo, json: 'true' });
    const { url } = await (await fetch('/api/auth/signin/psc', { method: 'POST', body })).json();
    return url;
  } catch {
    return '/connexion?raison=interrompue';
  }
}
