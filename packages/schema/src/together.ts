import pg, { type PoolClient, type QueryResult } from 'pg';
import { preparedName } from './prepared-name.js';

/** One statement of a transaction known whole beforehand. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What the library's connection takes beneath its queries; its published types tell nothing of it. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  /** Texts by name: those the server has parsed, and those that were sent to it. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(statement: { readonly text: string; readonly name: string }): void;
  bind(portal: { readonly statement: string; readonly values: readonly unknown[] }): void;
  describe(target: { readonly type: 'P'; readonly name: string }): void;
  execute(portal: object): void;
  sync(): void;
}

/**
 * Statements with one Sync behind them: the server takes them as one transaction, kept whole when it answers that it is ready, or undone
 * whole (PostgreSQL, Frontend/Backend Protocol, « Pipelining »). They leave in one write and are answered in one.
 */
export class Together extends pg.Query {
  readonly answer: Promise<readonly unknown[][]>;
  readonly #statements: readonly Statement[];
  #namesAny = false;

  constructor(statements: readonly Statement[]) {
    const { promise, resolve, reject } = Promise.withResolvers<readonly unknown[][]>();
    const settle = (fault: Error | undefined, results: QueryResult | readonly QueryResult[]) => {
      if (fault) reject(fault);
      else resolve([results].flat().map(({ rows }) => rows));
    };
    // Never sent: it says what this is to whoever looks at the connection's queries.
    super({ text: statements.map(({ text }) => text).join(';\n') }, settle as never);
    this.answer = promise;
    // Before anything is sent: what cannot be written must not leave half of the rest on its way.
    this.#statements = statements.map(({ text, values }) => ({
      text,
      values: values.map((value) => prepareValue(value)),
    }));
    this.submit = (connection) => this.#send(connection as unknown as Wire);
  }

  /** Some are named for the first time on this connection: should the whole fail, nobody knows which of the names the server has. */
  get namesAny(): boolean {
    return this.#namesAny;
  }

  #send(wire: Wire): void {
    wire.stream.cork();
    for (const statement of this.#statements) this.#sendOne(wire, statement);
    wire.sync();
    wire.stream.uncork();
  }

  #sendOne(wire: Wire, { text, values }: Statement): void {
    const name = preparedName(text) ?? '';
    if (name === '' || !(wire.parsedStatements[name] ?? wire.submittedNamedStatements[name])) {
      wire.parse({ text, name });
      if (name !== '') this.#name(wire, name, text);
    }
    wire.bind({ statement: name, values });
    wire.describe({ type: 'P', name: '' });
    wire.execute({});
  }

  #name(wire: Wire, name: string, text: string): void {
    wire.submittedNamedStatements[name] = text;
    this.#namesAny = true;
  }
}

/** What is asked of this connection until the present turn ends leaves in one write. */
export function inOneWrite(client: PoolClient): void {
  const { stream } = (client as unknown as { readonly connection: Wire }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** The library's own rule for writing parameters. */
const { prepareValue } = (pg as unknown as { readonly utils: { prepareValue(value: unknown): unknown } })
  .utils;
