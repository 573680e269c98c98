import type { HospitalAccount } from '../world/world.js';

/** The people whom the hospital’s provider knows. */
export class Accounts {
  constructor(readonly all: readonly HospitalAccount[]) {}

  bySubject(subject: string): HospitalAccount | null {
    return this.all.find((account) => account.subject === subject) ?? null;
  }

  byEmail(email: string): HospitalAccount | null {
    return this.all.find((account) => account.email === email) ?? null;
  }
}

/** What it tells of somebody. */
export function claimsOf({ subject, email, emailVerified, givenName, familyName }: HospitalAccount) {
  return {
    sub: subject,
    email,
    email_verified: emailVerified,
    name: `${givenName} ${familyName}`,
    given_name: givenName,
    family_name: familyName,
  };
}
