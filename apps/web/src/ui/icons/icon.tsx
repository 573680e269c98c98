import type { ReactNode } from 'react';

/** Line drawings on a 20 × 20 grid. They always stand beside a word: assistive tools do not see them. */
const DRAWINGS = {
  person: (
    <>
      <circle cx="10" cy="6.5" r="3.25" />
      <path d="M3.75 17c.6-3.4 3.1-5.25 6.25-5.25S15.65 13.6 16.25 17" />
    </>
  ),
  group: (
    <>
      <circle cx="7.25" cy="7" r="2.75" />
      <path d="M1.75 16.5c.5-3 2.7-4.75 5.5-4.75s5 1.75 5.5 4.75" />
      <path d="M13 4.6a2.75 2.75 0 0 1 0 4.8M15 12.4c1.8.6 3 2.1 3.3 4.1" />
    </>
  ),
  gear: (
    <>
      <circle cx="10" cy="10" r="2.75" />
      <path d="M10 2.25v2.5M10 15.25v2.5M2.25 10h2.5M15.25 10h2.5M4.5 4.5l1.8 1.8M13.7 13.7l1.8 1.8M15.5 4.5l-1.8 1.8M6.3 13.7l-1.8 1.8" />
    </>
  ),
  paperclip: (
    <path d="m16.5 9.3-6.4 6.4a3.9 3.9 0 0 1-5.5-5.5l6.7-6.7a2.6 2.6 0 0 1 3.7 3.7l-6.6 6.6a1.3 1.3 0 0 1-1.9-1.9l6-5.9" />
  ),
  document: (
    <>
      <path d="M5 2.75h6.5L15.5 7v10.25H5z" />
      <path d="M11.25 2.9V7.2h4.1M7.75 10.75h5M7.75 13.75h3.5" />
    </>
  ),
  check: <path d="m4 10.5 4 4 8-9" />,
  cross: <path d="m5 5 10 10M15 5 5 15" />,
  pause: <path d="M7 4.5v11M13 4.5v11" />,
  clock: (
    <>
      <circle cx="10" cy="10" r="7.25" />
      <path d="M10 5.75V10l3 2" />
    </>
  ),
  queue: <path d="M4 6h12M4 10h12M4 14h7" />,
  incoming: <path d="M15.5 4.5 5 15M5 8v7h7" />,
  outgoing: <path d="M4.5 15.5 15 5M8 5h7v7" />,
  warning: (
    <>
      <path d="M10 3 18 16.75H2z" />
      <path d="M10 8.25v3.75M10 14.3v.2" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="7.25" />
      <path d="M10 9.25v4.25M10 6.4v.2" />
    </>
  ),
  shield: <path d="M10 2.5 16.25 5v4.5c0 4-2.6 6.7-6.25 8-3.65-1.3-6.25-4-6.25-8V5z" />,
  back: <path d="M16 10H4.5M9.5 4.75 4.25 10l5.25 5.25" />,
  inbox: <path d="M3 11.5 5.25 4h9.5L17 11.5V16H3zM3 11.5h4l1.25 2h3.5l1.25-2h4" />,
  sent: <path d="M17.25 2.75 9 11M17.25 2.75 12 17l-3-6-6-3z" />,
  drafts: <path d="M4 16l.75-3.5L13.5 3.75l2.75 2.75L7.5 15.25zM12 5.25 14.75 8" />,
  trash: <path d="M3.75 5.5h12.5M8 5.25V3.25h4v2M5.25 5.5 6 17h8l.75-11.5M8.5 8.5v5.5M11.5 8.5v5.5" />,
  junk: (
    <>
      <circle cx="10" cy="10" r="7.25" />
      <path d="m5 5 10 10" />
    </>
  ),
  archive: <path d="M2.75 3.5h14.5v4H2.75zM4 7.5V16.5h12V7.5M8 11h4" />,
  folder: <path d="M2.75 5h5l1.5 2h8v9.25H2.75z" />,
  search: <path d="M8.75 3.5a5.25 5.25 0 1 0 0 10.5 5.25 5.25 0 0 0 0-10.5zM12.5 12.5l4.25 4.25" />,
  download: <path d="M10 3v9.5M5.75 8.5 10 12.75l4.25-4.25M3.5 16.5h13" />,
  print: <path d="M5.5 7.5V3h9v4.5M5.5 14H3V7.5h14V14h-2.5M5.5 11.5h9V17h-9z" />,
  envelope: <path d="M2.75 4.75h14.5v10.5H2.75zM3 5l7 6 7-6" />,
  answered: <path d="M8 5 3.25 9.75 8 14.5M3.5 9.75H12c2.75 0 4.75 1.75 4.75 5" />,
  flag: <path d="M5 17.25V3.25M5 4h10.25l-2.5 3.5 2.5 3.5H5" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWINGS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {DRAWINGS[name]}
    </svg>
  );
}
