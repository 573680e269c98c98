/** A host and port as people outside reach them. */
export interface Door {
  readonly host: string;
  readonly port: number;
}

/** What the operator shows of itself to the outside, the same for every domain it serves. */
export interface PublicDoors {
  /** Mail servers for other operators, the preferred first. */
  readonly mx: readonly string[];
  readonly submissionPsc: Door;
  readonly submissionAuthcli: Door;
  readonly imapPsc: Door;
  readonly imapAuthcli: Door;
  /** Where `autoconfig.<domain>` leads; null when the operator does not offer it. */
  readonly autoconfig: string | null;
  /** What SPF names as the source of our letters (`mx`, `ip4:203.0.113.0/28`). */
  readonly spf: readonly string[];
}
