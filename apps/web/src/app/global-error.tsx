'use client';

import '../ui/base.css';
import { PageFault } from '../ui/page-fault.tsx';

/** The last net: even the layout could not be made. */
export default function GlobalError({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  return (
    <html lang="fr">
      <body>
        <PageFault reference={error.digest ?? null} retry={reset} />
      </body>
    </html>
  );
}
