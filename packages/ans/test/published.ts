import { type ByteRequest, type FetchBytes, FetchFailure } from '../src/index.js';

type Page = Uint8Array | ((request: ByteRequest) => Uint8Array | Promise<Uint8Array>);

/** A small web where pages can be put and taken away, and which remembers what was asked of it. */
export class Published {
  readonly asked: string[] = [];
  private readonly pages = new Map<string, Page>();

  put(url: string, page: Page): void {
    this.pages.set(url, page);
  }

  remove(url: string): void {
    this.pages.delete(url);
  }

  readonly fetch: FetchBytes = async (request) => {
    this.asked.push(request.url);
    const page = this.pages.get(request.url);
    if (!page) throw new FetchFailure('nobody there');
    return {
      status: 200,
      headers: {},
      body: Buffer.from(page instanceof Uint8Array ? page : await page(request)),
    };
  };
}
