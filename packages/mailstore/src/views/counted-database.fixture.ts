import type { Database } from '@cachet/schema';
import type { ViewedMail } from './viewed-mail.js';

/** A database that tells of each question that only reads. */
export function countedDatabase(
  database: Database,
  asked: () => void,
): ViewedMail['database'] & Pick<Database, 'changes'> {
  return {
    changes: database.changes,
    alone: (statement) => database.alone(statement),
    atOnce: (statements) => {
      asked();
      return database.atOnce(statements);
    },
    reading: (context) => {
      const reading = database.reading(context);
      return {
        context,
        query: (text, values) => {
          asked();
          return reading.query(text, values);
        },
        notify: (topic, id) => reading.notify(topic, id),
      };
    },
    withTenant: (context, work) => database.withTenant(context, work),
  };
}
