import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  isObjectType,
  subscribe,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

type Executed = ExecutionResult | Promise<ExecutionResult>;

/** What was made of an event, by the text of who asked and its variables. */
const MADE = new WeakMap<object, Map<string, Executed>>();

/**
 * Subscribes. Many ask the same of the same event: where nothing below the subscription is computed for its caller, the answer is made once
 * and given to all.
 */
export async function subscribeOnce(
  args: ExecutionArgs,
): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
  const text = args.document.loc?.source.body;
  if (text === undefined || !isPlain(args.schema, args.document)) return subscribe(args);
  const events = await createSourceEventStream(args);
  if (!isIterable(events)) return events;
  const name = JSON.stringify([args.operationName ?? null, args.variableValues ?? null, text]);
  return answered(events, (event) => madeOnce(event, name, () => execute({ ...args, rootValue: event })));
}

function madeOnce(event: unknown, name: string, make: () => Executed): Executed {
  if (typeof event !== 'object' || event === null) return make();
  const known = MADE.get(event) ?? new Map<string, Executed>();
  MADE.set(event, known);
  const made = known.get(name) ?? make();
  known.set(name, made);
  return made;
}

/** Whether every field below the subscription itself is read straight from the event. */
function isPlain(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let isPlain = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        if (name.value === '__typename') return;
        const parent = types.getParentType();
        if (!isObjectType(parent)) isPlain = false;
        else if (parent !== schema.getSubscriptionType() && types.getFieldDef()?.resolve) isPlain = false;
      },
    }),
  );
  return isPlain;
}

// Ending it ends its source at once, even while that one is silent.
function answered(
  events: AsyncIterable<unknown>,
  make: (event: unknown) => Executed,
): AsyncGenerator<ExecutionResult, void, void> {
  const source = events[Symbol.asyncIterator]();
  const end = async () => {
    await source.return?.();
    return { done: true, value: undefined } as const;
  };
  return {
    async next() {
      const { done, value } = await source.next();
      return done ? { done: true, value: undefined } : { done: false, value: await make(value) };
    },
    return: end,
    async throw(error) {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await end()),
  };
}

function isIterable(found: AsyncIterable<unknown> | ExecutionResult): found is AsyncIterable<unknown> {
  return Symbol.asyncIterator in found;
}
