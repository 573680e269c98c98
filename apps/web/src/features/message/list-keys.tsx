'use client';

import type { KeyboardEvent, ReactNode } from 'react';

interface Props {
  readonly className: string | undefined;
  readonly label: string;
  readonly children: ReactNode;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** A list whose rows are links. The keys act only while a row has the focus (WCAG 2.1.4), so dictation never triggers them. */
export function ListKeys({ className, label, children }: Props) {
  function move(event: KeyboardEvent<HTMLUListElement>): void {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('li > a')];
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const target = rows[here + step];
    event.preventDefault();
    target?.focus();
  }
  return (
    <ul className={className} aria-label={label} onKeyDown={move}>
      {children}
    </ul>
  );
}
