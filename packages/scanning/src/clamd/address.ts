/** Where a clamd listens: a socket of this machine, or a port of some machine. */
export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** Reads `/run/clamav/clamd.ctl`, `clamd.internal:3310` or `[::1]:3310`; null when it is neither. */
export function parseClamdAddress(text: string): ClamdAddress | null {
  if (text.startsWith('/')) return { path: text };
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]/\s]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host !== undefined && port > 0 && port < 65_536 ? { host, port } : null;
}

export function addressText(address: ClamdAddress): string {
  return 'path' in address ? address.path : `${address.host}:${address.port}`;
}
