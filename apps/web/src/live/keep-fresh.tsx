'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { isSigningOut } from '../features/session/leave-page.ts';
import { takeChange } from './changes.ts';

/** Renews the page's data while it is looked at: every `everyMs`, when it comes back into sight, and when the network returns. */
export function KeepFresh({ everyMs }: { readonly everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const renew = () => {
      if (document.visibilityState === 'visible' && !isSigningOut()) router.refresh();
    };
    if (takeChange()) router.refresh();
    const timer = setInterval(renew, everyMs);
    document.addEventListener('visibilitychange', renew);
    window.addEventListener('online', renew);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', renew);
      window.removeEventListener('online', renew);
    };
  }, [router, everyMs]);
  return null;
}
