import { type Refusal, type RefusalCode, sentence } from '@cachet/mss-core';

/** RFC 7644 §3.12: what went wrong, where a status alone does not tell. */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'
  | 'uniqueness';

export const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** A « no » as SCIM says it. What the rules refuse is made one by `faultOf`; what cannot be read at all is one from the start. */
export class ScimFault extends Error {
  constructor(
    readonly status: number,
    readonly scimType: ScimType | null,
    french: string,
    english: string,
  ) {
    super(`${french} / ${english}`);
  }

  get body() {
    return {
      schemas: [ERROR_SCHEMA],
      status: String(this.status),
      ...(this.scimType !== null && { scimType: this.scimType }),
      detail: this.message,
    };
  }
}

/** What the rules of provisioning refuse; anything else is not theirs to say, and is answered as a right that is missing. */
const ANSWERS: Partial<Record<RefusalCode, readonly [status: number, scimType: ScimType | null]>> = {
  authenticationRequired: [401, null],
  changedMeanwhile: [412, null],
  forbidden: [403, null],
  identityFixed: [400, 'mutability'],
  identityTaken: [409, 'uniqueness'],
  inputInvalid: [400, 'invalidValue'],
  lastManager: [409, null],
  limitReached: [400, 'invalidValue'],
  notFound: [404, null],
  scopeMissing: [403, null],
};

export function faultOf(refusal: Refusal): ScimFault {
  const [status, scimType] = ANSWERS[refusal.code] ?? [403, null];
  return new ScimFault(status, scimType, sentence(refusal, 'fr'), sentence(refusal, 'en'));
}

export function notRead(what: string): ScimFault {
  return new ScimFault(
    400,
    'invalidSyntax',
    `La demande n’est pas lisible : ${what}.`,
    `The request cannot be read: ${what}.`,
  );
}

export function wrongValue(attribute: string): ScimFault {
  return faultOf({ code: 'inputInvalid', detail: { field: attribute } });
}

export function notChangeable(attribute: string): ScimFault {
  return new ScimFault(
    400,
    'mutability',
    `« ${attribute} » ne se change pas, ou ne se retire pas.`,
    `“${attribute}” cannot be changed, or cannot be removed.`,
  );
}
