/**
 * Work that opens its transaction only when it first needs it: what is answered from memory costs the database nothing. Commits when
 * the work answers, rolls back when it throws.
 */
export async function whenNeeded<Means, T>(
  open: (inside: (means: Means) => Promise<T>) => Promise<T>,
  work: (need: () => Promise<Means>) => Promise<T>,
): Promise<T> {
  const answer = Promise.withResolvers<T>();
  // Heard by the transaction, if there is one.
  answer.promise.catch(() => undefined);
  const transaction: { ended?: Promise<T> } = {};
  let means: Promise<Means> | null = null;
  const need = () => {
    means ??= new Promise<Means>((resolve, reject) => {
      transaction.ended = open((given) => {
        resolve(given);
        return answer.promise;
      });
      transaction.ended.catch(reject);
    });
    return means;
  };
  try {
    answer.resolve(await work(need));
  } catch (fault) {
    answer.reject(fault);
  }
  return transaction.ended ?? answer.promise;
}
