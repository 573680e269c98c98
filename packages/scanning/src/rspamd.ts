import { request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { ReceivedMessage } from '@cachet/mss-core';

/** What is said of a letter beside its bytes. */
export interface Passage {
  readonly sender: string | null;
  readonly recipients: readonly string[];
  readonly remoteAddress: string | null;
  readonly helo: string;
}

export interface RspamdOptions {
  readonly url: string;
  readonly timeoutMs?: number;
  /** Hears that it did not answer, or not sensibly. */
  readonly onFault?: (fault: Error) => void;
}

const SPAM_ACTIONS: ReadonlySet<unknown> = new Set(['add header', 'rewrite subject', 'reject', 'quarantine']);
const LARGEST_ANSWER = 1024 * 1024;

/** An rspamd by HTTP (/checkv2). An opinion and nothing more: without one the letter goes where it would have gone. */
// EX_3.1_5010: what it calls spam is put aside, never refused; its « reject » is for us no more than its « add header ».
export class Rspamd {
  constructor(private readonly options: RspamdOptions) {}

  /** Null when there is no opinion to be had. */
  async isSpam(message: Pick<ReceivedMessage, 'open' | 'size'>, passage: Passage): Promise<boolean | null> {
    try {
      const answer: unknown = JSON.parse(await this.#ask('/checkv2', message, headersOf(passage)));
      if (typeof answer !== 'object' || answer === null || !('action' in answer))
        throw new Error('no action');
      return SPAM_ACTIONS.has(answer.action);
    } catch (fault) {
      this.options.onFault?.(fault instanceof Error ? fault : new Error(String(fault)));
      return null;
    }
  }

  async ready(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }> {
    const answer = await this.#ask('/ping', null, []).catch(() => '');
    return answer.trim() === 'pong' ? { ok: true } : { ok: false, reason: 'no answer: nothing is put aside' };
  }

  async #ask(
    path: string,
    message: Pick<ReceivedMessage, 'open' | 'size'> | null,
    headers: readonly string[],
  ): Promise<string> {
    const url = new URL(path, this.options.url);
    const signal = AbortSignal.timeout(this.options.timeoutMs ?? 10_000);
    const sized = message ? ['Content-Length', String(message.size)] : [];
    const method = message ? 'POST' : 'GET';
    const open = url.protocol === 'https:' ? encrypted : plain;
    const asking = open(url, { method, signal, headers: ['Host', url.host, ...headers, ...sized] });
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    asking.on('error', reject);
    asking.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        if (text.length > LARGEST_ANSWER) response.destroy(new Error('answer too long'));
      });
      response.on('error', reject);
      response.on('end', () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(`status ${response.statusCode}`)),
      );
    });
    if (message) await Promise.all([pipeline(message.open(), asking), promise]);
    else asking.end();
    return promise;
  }
}

function headersOf({ sender, recipients, remoteAddress, helo }: Passage): string[] {
  return [
    ...['From', sender ?? ''],
    ...recipients.flatMap((recipient) => ['Rcpt', recipient]),
    ...(remoteAddress === null ? [] : ['IP', remoteAddress]),
    ...['Helo', helo.replace(/[^!-~]+/g, '')],
  ];
}
