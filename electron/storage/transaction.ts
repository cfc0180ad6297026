/** One short transaction of the writer. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

/** Runs `work` between BEGIN IMMEDIATE and COMMIT; what it throws undoes all of it and is thrown on. */
export function inTransaction<Value>(database: DatabaseSyncInstance, work: () => Value): Value {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
