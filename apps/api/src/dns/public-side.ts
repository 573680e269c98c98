import type { Config } from '@cachet/runtime';
import type { API_CONFIG } from '../config.js';
import type { PublicSide } from '../container.js';

/** What the operator shows to the outside, as configured. */
export function publicSideOf(config: Config<typeof API_CONFIG>): PublicSide {
  return {
    operatorName: config.CACHET_OPERATOR_NAME,
    doors: {
      mx: config.CACHET_PUBLIC_MX,
      submissionPsc: config.CACHET_PUBLIC_SUBMISSION_PSC,
      submissionAuthcli: config.CACHET_PUBLIC_SUBMISSION_AUTHCLI,
      imapPsc: config.CACHET_PUBLIC_IMAP_PSC,
      imapAuthcli: config.CACHET_PUBLIC_IMAP_AUTHCLI,
      autoconfig: config.CACHET_PUBLIC_AUTOCONFIG ?? null,
      spf: config.CACHET_PUBLIC_SPF,
    },
  };
}
