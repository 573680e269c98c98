import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSecure, type Settings } from '../settings/settings.ts';

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/**
 * Next in production mode over what `next build` left in `folder`.
 * Next and next-auth read these variables when they load: they are set before, from our own settings.
 */
export async function prepareNext(folder: string, settings: Settings): Promise<Pages> {
  Object.assign(process.env, {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_URL: settings.CACHET_WEB_URL,
  });
  const { default: next } = await import('next');
  const app = next({ dev: false, dir: folder, quiet: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    async handle(request, response) {
      if (isSecure(settings))
        response.setHeader('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
      await handle(request, response);
    },
    close: () => app.close(),
  };
}
