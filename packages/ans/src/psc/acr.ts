const EIDAS = /^eidas([1-3])$/;

/** Is this level of assurance at least the one asked for? Levels that are not eIDAS ones meet none but themselves. */
export function meetsAcr(acr: string, minimum: string): boolean {
  const [given, asked] = [EIDAS.exec(acr)?.[1], EIDAS.exec(minimum)?.[1]];
  return given && asked ? given >= asked : acr === minimum;
}
