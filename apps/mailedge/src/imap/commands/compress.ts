import { no, ok } from './completion.js';
import { onOpenedBal } from './handler.js';

/**
 * RFC 4978. Only once the client is known: what a stranger may make the server hold stays small, and no token passes compressed beside
 * what others chose.
 */
export const compress = onOpenedBal('COMPRESS', async ({ transport }, _opened, { arguments: args }) => {
  args.space();
  args.take('DEFLATE');
  args.end();
  if (transport.compressed) return no('Compression is already active', 'COMPRESSIONACTIVE');
  if (transport.unreadOctets > 0) return no('Octets received before compression', 'CANNOT');
  transport.compressAfterAnswer();
  return ok('Compression begins now');
});
