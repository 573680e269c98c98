import { parseClamdAddress } from './clamd/address.js';

/** For the configuration: `off` alone, or one address at least, each readable. */
export function isScannerList(list: readonly string[]): boolean {
  return isScanningOff(list) || (list.length > 0 && list.every((text) => parseClamdAddress(text) !== null));
}

export function isScanningOff(list: readonly string[]): boolean {
  return list.length === 1 && list[0] === 'off';
}
