'use client';

import { useState } from 'react';
import buttons from '../../ui/button.module.css';
import { Icon } from '../../ui/icons/icon.tsx';
import styles from './take-away.module.css';

interface Choice {
  readonly format: 'eml' | 'mbox';
  readonly name: string;
  readonly hint: string;
}

interface Props {
  readonly balId: string;
  readonly choices: readonly Choice[];
  /** Said once a download begins. */
  readonly started: string;
}

/** The ways to save everything. The archive comes as a download of the browser's own, which shows how far it is. */
export function TakeAway({ balId, choices, started }: Props) {
  const [isUnderway, setUnderway] = useState(false);
  return (
    <>
      <ul className={styles.choices}>
        {choices.map(({ format, name, hint }) => (
          <li key={format}>
            <a
              href={`/extractions/${balId}/${format}`}
              download
              className={format === 'eml' ? buttons.primary : buttons.quiet}
              aria-describedby={`extraction-${format}`}
              onClick={() => setUnderway(true)}
            >
              <Icon name="download" size={18} />
              {name}
            </a>
            <p id={`extraction-${format}`}>{hint}</p>
          </li>
        ))}
      </ul>
      <p role="status">{isUnderway ? started : ''}</p>
    </>
  );
}
