'use client';

import { useEffect, useRef, useState } from 'react';
import buttons from '../../ui/button.module.css';
import { IdleClock } from './idle-clock.ts';
import { leaveExpired } from './leave-page.ts';
import styles from './session-watch.module.css';

interface Props {
  /** How long a session may stay idle, in milliseconds. */
  readonly idleMs: number;
  readonly texts: { readonly title: string; readonly text: string; readonly stay: string };
}

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
const TICK_MS = 5000;

/**
 * Keeps the session honest: it lives while its person does something, warns two minutes before it falls idle
 * (WCAG 2.2.1) and ends when nothing comes. What pages refresh by themselves does not count as activity.
 */
export function SessionWatch({ idleMs, texts }: Props) {
  const [isWarning, setWarning] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const clock = useRef<IdleClock | null>(null);

  useEffect(() => {
    const idle = new IdleClock(idleMs, Date.now);
    clock.current = idle;
    const stir = () => {
      if (idle.stir() === 'prolong') void prolong();
    };
    const look = () => {
      const phase = idle.phase();
      setWarning(phase !== 'active');
      if (phase !== 'over') return;
      clearInterval(timer);
      void end();
    };
    const timer = setInterval(look, Math.min(TICK_MS, idleMs / 10));
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, stir, { passive: true });
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, stir);
      document.removeEventListener('visibilitychange', look);
    };
  }, [idleMs]);

  useEffect(() => {
    if (isWarning) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isWarning]);

  const stay = () => {
    clock.current?.reset();
    setWarning(false);
    void prolong();
  };
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="session-title" onCancel={stay}>
      <h2 id="session-title">{texts.title}</h2>
      <p>{texts.text}</p>
      <button type="button" className={buttons.primary} onClick={stay}>
        {texts.stay}
      </button>
    </dialog>
  );
}

async function prolong(): Promise<void> {
  const answer = await fetch('/session/prolonger', { method: 'POST' }).catch(() => null);
  if (answer?.status === 401) leaveExpired();
}

async function end(): Promise<void> {
  await fetch('/deconnexion', { method: 'POST' }).catch(() => null);
  leaveExpired();
}
