'use client';

import { PageFault } from '../../ui/page-fault.tsx';

/** A page met something nobody foresaw: the header stays, the person can try again. */
export default function PortalError({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  return <PageFault reference={error.digest ?? null} retry={reset} />;
}
