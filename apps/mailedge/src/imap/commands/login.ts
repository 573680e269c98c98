import { no } from './completion.js';
import { beforeAuthentication } from './handler.js';

/** Passwords do not exist here. The refusal is the same whatever was given, and the arguments are not even read. */
export const login = beforeAuthentication('LOGIN', async ({ transport }) =>
  transport.encrypted
    ? no('LOGIN is disabled', 'CANNOT')
    : no('The connection must first be encrypted (STARTTLS)', 'PRIVACYREQUIRED'),
);
