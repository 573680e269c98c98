import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { buffer } from 'node:stream/consumers';

export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

/** One call of a national service, with a certificate or without. */
export async function callService(
  url: string,
  caFile: string,
  over: {
    readonly identity?: Credentials | null;
    readonly body?: string | Buffer | undefined;
    readonly headers?: Record<string, string>;
    readonly method?: string | undefined;
  } = {},
): Promise<{ status: number; type: string; text: string; bytes: Buffer }> {
  const agent = new Agent({ ca: readFileSync(caFile), ...over.identity });
  const answered = Promise.withResolvers<{ status: number; type: string; text: string; bytes: Buffer }>();
  const sent = request(
    url,
    { agent, method: over.method ?? (over.body ? 'POST' : 'GET'), headers: over.headers },
    (answer) => {
      buffer(answer).then(
        (bytes) =>
          answered.resolve({
            ...{ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '' },
            ...{ bytes, text: bytes.toString() },
          }),
        answered.reject,
      );
    },
  );
  sent.on('error', answered.reject);
  sent.end(over.body);
  return answered.promise.finally(() => agent.destroy());
}
