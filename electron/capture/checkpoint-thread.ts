/** Entry of the thread that makes checkpoints (see checkpoints.ts): one at each word, until it is told to end. */
import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseSync } from '@photostructure/sqlite';
import { storeFile } from '../storage/database.ts';

const port = parentPort;
if (port === null) throw new Error('checkpoint-thread.ts runs as a worker only');
/** While one was made more came: the log can begin anew only once everything was carried away. */
const mostTries = 3;

const { dataFolder } = workerData as { readonly dataFolder: string };
const database = new DatabaseSync(storeFile(dataFolder));
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');

port.on('message', (message: 'checkpoint' | 'end') => {
  if (message === 'end') {
    database.close();
    port.close();
    return;
  }
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { busy, log, checkpointed } = checkpoint.get() as Readonly<Record<'busy' | 'log' | 'checkpointed', number>>;
    if (busy !== 0 || checkpointed >= log) break;
  }
  port.postMessage('done');
});
